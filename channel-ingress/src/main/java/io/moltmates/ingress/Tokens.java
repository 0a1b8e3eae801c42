package io.moltmates.ingress;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.PersonToken;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Secrets;
import io.moltmates.schema.config.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells whose token something is. When the keys can't be read, it is nobody's.
@Singleton
public class Tokens {

    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final int LONGEST = 2048;
    private static final String BEARER = "bearer ";

    private final Path file;
    private final Supplier<IngressSettings> settings;
    private volatile @Nullable Keys keys;

    private record Keys(Secret operator, PersonToken person) {}

    @Inject
    Tokens(IngressConfiguration configuration) {
        this(configuration.layout().secrets(), configuration);
    }

    Tokens(Path file, Supplier<IngressSettings> settings) {
        this.file = file;
        this.settings = settings;
    }

    /// Tokens with keys that are given, for tests and tools.
    public static Tokens of(Secrets secrets, Supplier<IngressSettings> settings) {
        var tokens = new Tokens(Path.of("secrets.json"), settings);
        tokens.keys = keys(secrets);
        return tokens;
    }

    /// The configured operator's token counts, else the one that was made at the first start.
    public boolean isOperator(String token) {
        var configured = settings.get().gateway().auth().token();
        if (configured != null) {
            return configured.matches(token);
        }
        return keys().map(known -> known.operator().matches(token)).orElse(false);
    }

    /// The name in a person's own token.
    public Optional<String> person(String token) {
        return token.length() > LONGEST
                ? Optional.empty()
                : keys().flatMap(known -> known.person().verify(token));
    }

    /// The token of an `Authorization: Bearer` header; empty if there is none.
    public static String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : "";
    }

    private Optional<Keys> keys() {
        var known = keys;
        if (known == null) {
            try {
                known = keys(RecordCodec.read(Files.readAllBytes(file), Secrets.class));
                keys = known;
            } catch (IOException | MalformedRecordException e) {
                LOG.errorf("keys can't be read, so every token is refused: error=%s", e);
            }
        }
        return Optional.ofNullable(known);
    }

    private static Keys keys(Secrets secrets) {
        return new Keys(Secret.of(secrets.operatorToken()), new PersonToken(secrets.personKey()));
    }
}

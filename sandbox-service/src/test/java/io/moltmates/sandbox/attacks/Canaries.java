package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/// Random words where nobody in a sandbox may come: if one is seen, it came from there.
///
/// @param otherPerson in the other person's workspace and memory
/// @param state in the state directory: the configuration, the keys, a record
/// @param host beside the state directory
/// @param service in the environment of the service, which is this process
record Canaries(String otherPerson, String state, String host, String service, Path stateDirectory, Path hostFile) {

    /// The service's environment: set for the test's process in the module's build.
    static final String VARIABLE = "MOLTMATES_TEST_CANARY";

    /// Makes the files of the other person, of the state directory and of the host.
    ///
    /// @param outside a directory of the host that is not the state directory
    static Canaries place(StateLayout layout, StateLayout.PersonLayout other, Path outside) {
        String service = System.getenv(VARIABLE);
        if (service == null) {
            throw new IllegalStateException("The environment has no " + VARIABLE);
        }
        var canaries = new Canaries(
                random("person"), random("state"), random("host"), service, layout.root(), outside.resolve("host.txt"));
        try {
            Files.createDirectories(other.workspace());
            Files.writeString(other.workspace().resolve("secret.txt"), canaries.otherPerson() + "\n");
            Files.writeString(other.memory(), "Remember " + canaries.otherPerson() + "\n");
            Files.writeString(
                    layout.configuration(), "{ providers: { openai: { apiKey: '" + canaries.state() + "' } } }");
            Files.writeString(layout.secrets(), "{\"personKey\":\"" + canaries.state() + "\"}");
            Files.writeString(canaries.hostFile(), canaries.host());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return canaries;
    }

    private static String random(String where) {
        return "canary-" + where + "-" + UUID.randomUUID();
    }

    List<String> words() {
        return List.of(otherPerson, state, host, service);
    }

    void assertNoneIn(String what, String text) {
        assertThat(text).as(what).doesNotContain(words());
    }

    /// Looks through all files of a directory, names included.
    void assertNoneBelow(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.toList()) {
                assertNoneIn("a name", file.toString());
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < 1 << 20) {
                    assertNoneIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What stands outside of the attacker's directory, but for the service's own records: of each file its kind,
    /// rights,
    /// owner and content.
    String fingerprint(Path attacker) {
        var records = new StateLayout(stateDirectory).sandbox();
        var entries = new TreeMap<String, String>();
        try (var files = Files.walk(stateDirectory)) {
            for (var file : files.filter(file -> !file.startsWith(attacker) && !file.startsWith(records))
                    .toList()) {
                entries.put(file.toString(), described(file));
            }
            entries.put(hostFile.toString(), described(hostFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries.toString();
    }

    private static String described(Path file) throws IOException {
        var attributes = Files.readAttributes(file, "unix:mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return attributes.get("mode") + " " + attributes.get("uid");
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return new TreeMap<>(attributes) + " " + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

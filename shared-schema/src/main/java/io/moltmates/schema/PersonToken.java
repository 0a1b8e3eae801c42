package io.moltmates.schema;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Issues and verifies the tokens that people sign in with: `mp_<name>.<signature>`, both base64url, signed with
/// HMAC-SHA-256.
///
/// Nothing is stored: a token is good as long as its name is on the allowlist and the key is the same.
public final class PersonToken {

    private static final String PREFIX = "mp_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    public PersonToken(String personKey) {
        key = new SecretKeySpec(personKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public String issue(String name) {
        String encoded = ENCODER.encodeToString(name.getBytes(StandardCharsets.UTF_8));
        return PREFIX + encoded + "." + ENCODER.encodeToString(sign(encoded));
    }

    /// The name that the token was issued for; empty if it was not issued with this key.
    public Optional<String> verify(String token) {
        int dot = token.lastIndexOf('.');
        if (!token.startsWith(PREFIX) || dot < PREFIX.length()) {
            return Optional.empty();
        }
        String encoded = token.substring(PREFIX.length(), dot);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return MessageDigest.isEqual(signature, sign(encoded))
                    ? Optional.of(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private byte[] sign(String encoded) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(encoded.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}

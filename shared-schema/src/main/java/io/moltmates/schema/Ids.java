package io.moltmates.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes the ids that are derived from one another, so that doing a step again yields the same id.
public final class Ids {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    /// Without what is easily taken for something else when it is read out: `0` and `O`, `1` and `I`.
    private static final String SPOKEN = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /// The id of a message: unique for each person, the same for the same id of the platform or client, safe as a file
    /// name.
    public static String messageId(UserId user, String clientId) {
        return "m" + base32(sha256((user.value() + "\0" + clientId).getBytes(StandardCharsets.UTF_8)), 26);
    }

    /// The id of the n-th model call of a turn, counted from 1.
    public static String step(String turn, int call) {
        return turn + "#" + call;
    }

    /// The id of the n-th tool call of a model call, counted from 1.
    public static String tool(String step, int call) {
        return step + ".tool#" + call;
    }

    /// A session's id: sorts by the time it was made (milliseconds), with 40 random bits behind it; safe as a file or
    /// container name.
    public static String session(long epochMillis) {
        return time(epochMillis) + random(8);
    }

    /// The id of the session that a message begins: of the same form, and the same one when it is made again.
    public static String session(long epochMillis, String messageId) {
        return time(epochMillis) + base32(sha256(messageId.getBytes(StandardCharsets.UTF_8)), 8);
    }

    private static String time(long epochMillis) {
        var id = new StringBuilder("s");
        for (int shift = 45; shift >= 0; shift -= 5) {
            id.append(ALPHABET.charAt((int) (epochMillis >>> shift) & 31));
        }
        return id.toString();
    }

    /// The code by which an operator knows a stranger: of eight characters, and the same one when the message comes
    /// again. It is no secret; the stranger is shown it.
    public static String pairingCode(String messageId) {
        return base32(SPOKEN, sha256(("pairing\0" + messageId).getBytes(StandardCharsets.UTF_8)), 8);
    }

    /// A code by which a person links another address of theirs: of eight characters that nobody can guess.
    public static String linkCode() {
        byte[] bytes = new byte[5];
        RANDOM.nextBytes(bytes);
        return base32(SPOKEN, bytes, 8);
    }

    /// This many random characters of 5 bits each.
    public static String random(int characters) {
        byte[] bytes = new byte[(characters * 5 + 7) / 8];
        RANDOM.nextBytes(bytes);
        return base32(bytes, characters);
    }

    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String base32(byte[] bytes, int characters) {
        return base32(ALPHABET, bytes, characters);
    }

    private static String base32(String alphabet, byte[] bytes, int characters) {
        var text = new StringBuilder(characters);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xff;
            bits += 8;
            while (bits >= 5 && text.length() < characters) {
                bits -= 5;
                text.append(alphabet.charAt(buffer >>> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        return text.toString();
    }
}

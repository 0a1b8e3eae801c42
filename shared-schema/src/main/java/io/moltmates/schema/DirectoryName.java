package io.moltmates.schema;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// The reversible, file-name-safe form of a [UserId].
///
/// Lower-case letters, digits, `_`, `-` and `+` stand for themselves; every other UTF-8 byte is written `%XX`.
/// Upper-case letters
/// are escaped too, since a file system that folds case would join two people. A form over 200 bytes becomes `%h` and
/// the
/// SHA-256 of the id: the id itself is then in `person.json`.
public final class DirectoryName {

    /// The longest name in bytes; common file systems allow 255.
    public static final int MAX_BYTES = 200;

    private static final String HASH_PREFIX = "%h";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private DirectoryName() {}

    static String of(UserId user) {
        byte[] bytes = utf8(user.value());
        var name = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (isPlain(b)) {
                name.append((char) b);
            } else {
                name.append('%').append(HEX.toHexDigits(b));
            }
        }
        return name.length() <= MAX_BYTES ? name.toString() : HASH_PREFIX + Ids.sha256Hex(bytes);
    }

    /// The user whose directory has this name; empty for a hashed name or one that no user has.
    public static Optional<UserId> parse(String name) {
        var bytes = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%') {
                if (i + 3 > name.length() || !isHex(name.charAt(i + 1)) || !isHex(name.charAt(i + 2))) {
                    return Optional.empty();
                }
                bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            } else if (c < 128 && isPlain((byte) c)) {
                bytes.write(c);
            } else {
                return Optional.empty();
            }
        }
        try {
            var user = new UserId(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
            return name.equals(of(user)) ? Optional.of(user) : Optional.empty();
        } catch (CharacterCodingException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(byte b) {
        return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b == '-' || b == '+';
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'F';
    }

    private static byte[] utf8(String value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "Not a user id: it holds half a surrogate pair, which is not Unicode text.", e);
        }
    }
}

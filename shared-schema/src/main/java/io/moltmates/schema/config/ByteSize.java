package io.moltmates.schema.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// A size in bytes, as Docker writes it: `512m`, `1g`, `64k`.
public record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(b|k|kb|m|mb|g|gb)?");
    private static final long KIB = 1024;

    public ByteSize {
        if (bytes < 0) {
            throw new InvalidSetting("bytes", "is negative", "Give a size such as 512m or 1g.");
        }
    }

    public static ByteSize ofMegabytes(long megabytes) {
        return new ByteSize(Math.multiplyExact(megabytes, KIB * KIB));
    }

    public static ByteSize parse(String text) {
        var form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new InvalidSetting("", "is not a size", "Write a number with a unit: 64k, 512m or 1g.");
        }
        long amount = Long.parseLong(form.group(1));
        String unit = form.group(2) == null ? "b" : form.group(2);
        try {
            return new ByteSize(Math.multiplyExact(amount, scale(unit.charAt(0))));
        } catch (ArithmeticException _) {
            throw new InvalidSetting("", "is beyond all measure", "Write a size such as 512m or 1g.");
        }
    }

    private static long scale(char unit) {
        return switch (unit) {
            case 'k' -> KIB;
            case 'm' -> KIB * KIB;
            case 'g' -> KIB * KIB * KIB;
            default -> 1;
        };
    }

    @Override
    public String toString() {
        if (bytes > 0 && bytes % (KIB * KIB * KIB) == 0) {
            return bytes / (KIB * KIB * KIB) + "g";
        }
        if (bytes > 0 && bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "m";
        }
        return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + "k" : Long.toString(bytes);
    }
}

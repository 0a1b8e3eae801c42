package io.moltmates.sandbox.files;

import java.nio.charset.StandardCharsets;

/// The name that an attachment gets in the inbox: what its sender called it, as far as that is safe.
final class AttachmentName {

    private static final int MAX_BYTES = 200;
    private static final String NONE = "file";

    private AttachmentName() {}

    static String safe(String name) {
        var safe = new StringBuilder(name.length());
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        last.codePoints().forEach(point -> safe.appendCodePoint(isUsual(point) ? point : '_'));
        String trimmed = safe.toString().strip();
        int start = 0;
        while (start < trimmed.length() && "-.~ ".indexOf(trimmed.charAt(start)) >= 0) {
            start++; // no hidden file, and nothing that a command takes for an option
        }
        String usable = trimmed.substring(start);
        return usable.isEmpty() ? NONE : shortened(usable, "");
    }

    /// The n-th name for the same file name: `report (2).pdf`.
    static String numbered(String name, int number) {
        return number == 1 ? name : shortened(name, " (" + number + ")");
    }

    private static String shortened(String name, String mark) {
        int dot = name.lastIndexOf('.');
        boolean hasExtension = dot > 0 && name.length() - dot <= 16;
        String stem = hasExtension ? name.substring(0, dot) : name;
        String extension = hasExtension ? name.substring(dot) : "";
        int room = MAX_BYTES - size(extension) - size(mark);
        while (size(stem) > room) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + mark + extension;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isUsual(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> "\"'`$*?<>|:;&".indexOf(point) < 0;
        };
    }
}

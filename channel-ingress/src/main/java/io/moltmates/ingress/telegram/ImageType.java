package io.moltmates.ingress.telegram;

import java.nio.charset.StandardCharsets;

/// Tells images apart by how their bytes begin.
final class ImageType {

    static final String NO_IMAGE = "application/octet-stream";

    private ImageType() {}

    /// @param start at least sixteen bytes, if there are so many
    static String of(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return "image/gif";
        }
        return text.startsWith("RIFF") && text.startsWith("WEBP", 8) ? "image/webp" : NO_IMAGE;
    }
}

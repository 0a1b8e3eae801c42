package io.moltmates.sandbox.files;

import java.net.URLConnection;

/// Guesses a file's media type by its name.
final class MediaTypes {

    private MediaTypes() {}

    static String of(String name) {
        if (name.endsWith(".md")) {
            return "text/markdown";
        }
        String guessed = URLConnection.guessContentTypeFromName(name);
        return guessed == null ? "application/octet-stream" : guessed;
    }
}

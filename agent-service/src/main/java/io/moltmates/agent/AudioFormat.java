package io.moltmates.agent;

import io.moltmates.schema.Attachment;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Knows which files are recordings, and which of them can be listened to.
final class AudioFormat {

    /// What the vendors take, by media type: the ending that a file of it has.
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/opus", "ogg"),
            Map.entry("application/ogg", "ogg"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp3", "mp3"),
            Map.entry("audio/mpga", "mp3"),
            Map.entry("audio/mp4", "m4a"),
            Map.entry("audio/m4a", "m4a"),
            Map.entry("audio/x-m4a", "m4a"),
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/wave", "wav"),
            Map.entry("audio/vnd.wave", "wav"),
            Map.entry("audio/webm", "webm"),
            Map.entry("audio/flac", "flac"),
            Map.entry("audio/x-flac", "flac"));

    private AudioFormat() {}

    static boolean isRecording(Attachment file) {
        String type = type(file);
        return type.startsWith("audio/") || ENDINGS.containsKey(type);
    }

    /// How the name of such a file ends; null if nobody listens to it.
    static @Nullable String ending(Attachment file) {
        return ENDINGS.get(type(file));
    }

    private static String type(Attachment file) {
        return file.mediaType().replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }
}

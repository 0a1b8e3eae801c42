package io.moltmates.ingress.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a chat completion request asks for, as far as it matters here.
///
/// @param model echoed in the answer; which model answers is the operator's and the person's choice
/// @param user whom the request speaks for; null if it does not say
/// @param text the last user message
/// @param context the system and developer messages; null if there are none
/// @param includeUsage whether a stream ends with a chunk that tells the tokens
record ChatRequest(
        String model,
        @Nullable String user,
        String text,
        List<Image> images,
        @Nullable String context,
        boolean stream,
        boolean includeUsage) {

    static final String MODEL = "moltmates";

    /// A picture from a `data:` URL.
    @SuppressWarnings("ArrayRecordComponent") // never compared; the bytes go straight to a file
    record Image(String mediaType, byte[] content) {

        @Override
        public String toString() {
            return "Image[" + mediaType + ", " + content.length + " bytes]";
        }
    }

    @Override
    public String toString() {
        return "ChatRequest[user=" + user + ", stream=" + stream + "]";
    }
}

package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A file that came with a message; its bytes lie in `blobs/<message id>/<blob>` (claim check), or are still at the
/// platform, from where channel-ingress gets them when it is asked to.
///
/// @param name the name that the sender gave it, not safe as a path
/// @param size bytes; 0 where the platform has not told
/// @param blob empty while the bytes are at the platform
/// @param source what the platform calls a file that is still there; null once it is here
public record Attachment(
        @JsonProperty("name") String name,
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("size") long size,
        @JsonProperty("blob") String blob,
        @JsonProperty("source") @Nullable String source) {

    public Attachment(String name, String mediaType, long size, String blob) {
        this(name, mediaType, size, blob, null);
    }

    /// A file that is still at the platform.
    public static Attachment remote(String name, String mediaType, long size, String source) {
        return new Attachment(name, mediaType, size, "", source);
    }

    @JsonIgnore
    public boolean isRemote() {
        return source != null;
    }

    @JsonCreator
    @SuppressWarnings("NullAway") // JSON of another version may lack it
    public Attachment {
        blob = blob == null ? "" : blob;
    }
}

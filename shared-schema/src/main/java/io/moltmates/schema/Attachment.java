package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A file that came with a message; its bytes lie in `blobs/<message id>/<blob>` (claim check).
///
/// @param name the name that the sender gave it, not safe as a path
/// @param size bytes
public record Attachment(
        @JsonProperty("name") String name,
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("size") long size,
        @JsonProperty("blob") String blob) {}

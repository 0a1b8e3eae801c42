package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// How one sandbox request ended.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SandboxOutcome.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = SandboxOutcome.FileContent.class, name = "content"),
    @JsonSubTypes.Type(value = SandboxOutcome.FileChanged.class, name = "changed"),
    @JsonSubTypes.Type(value = SandboxOutcome.FileDeleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = SandboxOutcome.Listing.class, name = "listing"),
    @JsonSubTypes.Type(value = SandboxOutcome.Imported.class, name = "imported"),
    @JsonSubTypes.Type(value = SandboxOutcome.Exported.class, name = "exported"),
    @JsonSubTypes.Type(value = SandboxOutcome.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = SandboxOutcome.LimitReached.class, name = "limit"),
    @JsonSubTypes.Type(value = SandboxOutcome.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = SandboxOutcome.Interrupted.class, name = "interrupted"),
    @JsonSubTypes.Type(value = SandboxOutcome.Unavailable.class, name = "unavailable"),
    @JsonSubTypes.Type(value = SandboxOutcome.Gone.class, name = "gone")
})
public sealed interface SandboxOutcome {

    /// The command ran to its end; `truncated` if its output was cut.
    record Completed(
            @JsonProperty("exitCode") int exitCode,
            @JsonProperty("stdout") String stdout,
            @JsonProperty("stderr") String stderr,
            @JsonProperty("truncated") boolean truncated)
            implements SandboxOutcome {

        @Override
        public String toString() {
            return "Completed[exitCode=" + exitCode + "]";
        }
    }

    /// @param totalBytes the file's size; `truncated` if not all that was asked for is in `text`
    record FileContent(
            @JsonProperty("path") String path,
            @JsonProperty("text") String text,
            @JsonProperty("totalBytes") long totalBytes,
            @JsonProperty("truncated") boolean truncated)
            implements SandboxOutcome {

        @Override
        public String toString() {
            return "FileContent[totalBytes=" + totalBytes + "]";
        }
    }

    record FileChanged(
            @JsonProperty("path") String path,
            @JsonProperty("totalBytes") long totalBytes) implements SandboxOutcome {}

    /// @param entries how many files and directories are gone with it
    record FileDeleted(
            @JsonProperty("path") String path,
            @JsonProperty("entries") int entries) implements SandboxOutcome {}

    record Listing(
            @JsonProperty("path") String path,
            @JsonProperty("entries") List<Entry> entries,
            @JsonProperty("truncated") boolean truncated)
            implements SandboxOutcome {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Listing {
            entries = entries == null ? List.of() : List.copyOf(entries);
        }

        /// @param kind `file`, `directory` or `other`
        public record Entry(
                @JsonProperty("name") String name,
                @JsonProperty("kind") String kind,
                @JsonProperty("size") long size) {}
    }

    /// The workspace paths that the attachments got, in their order.
    record Imported(@JsonProperty("paths") List<String> paths) implements SandboxOutcome {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Imported {
            paths = paths == null ? List.of() : List.copyOf(paths);
        }
    }

    record Exported(@JsonProperty("file") Attachment file) implements SandboxOutcome {}

    /// A rule forbids it; the reason is a sentence for the model, with what is allowed.
    record Refused(@JsonProperty("reason") String reason) implements SandboxOutcome {}

    /// Stopped at a limit, which the reason names.
    record LimitReached(
            @JsonProperty("reason") String reason,
            @JsonProperty("partialOutput") String partialOutput) implements SandboxOutcome {

        @Override
        public String toString() {
            return "LimitReached[reason=" + reason + "]";
        }
    }

    record Cancelled(@JsonProperty("partialOutput") String partialOutput) implements SandboxOutcome {

        @Override
        public String toString() {
            return "Cancelled[]";
        }
    }

    /// A crash of the service cut it off; whether it had an effect is not known.
    record Interrupted(@JsonProperty("partialOutput") String partialOutput) implements SandboxOutcome {

        @Override
        public String toString() {
            return "Interrupted[]";
        }
    }

    /// The sandbox is off; the reason is a sentence for the person.
    record Unavailable(@JsonProperty("reason") String reason) implements SandboxOutcome {}

    /// The person's directory is gone, or is another one than the request was made for.
    record Gone() implements SandboxOutcome {}
}

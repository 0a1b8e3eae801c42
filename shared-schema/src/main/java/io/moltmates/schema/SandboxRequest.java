package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work in a person's files or container. The id is the step's: asking again under it is the same question.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SandboxRequest.Exec.class, name = "exec"),
    @JsonSubTypes.Type(value = SandboxRequest.ReadFile.class, name = "read"),
    @JsonSubTypes.Type(value = SandboxRequest.WriteFile.class, name = "write"),
    @JsonSubTypes.Type(value = SandboxRequest.EditFile.class, name = "edit"),
    @JsonSubTypes.Type(value = SandboxRequest.DeleteFile.class, name = "delete"),
    @JsonSubTypes.Type(value = SandboxRequest.ListFiles.class, name = "list"),
    @JsonSubTypes.Type(value = SandboxRequest.ImportFiles.class, name = "import"),
    @JsonSubTypes.Type(value = SandboxRequest.ExportFile.class, name = "export"),
    @JsonSubTypes.Type(value = SandboxRequest.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = SandboxRequest.Release.class, name = "release"),
    @JsonSubTypes.Type(value = SandboxRequest.CloseSession.class, name = "closeSession")
})
public sealed interface SandboxRequest extends TopicRecord {

    /// Which life of the person's directory this is for (`person.json`); another one answers [SandboxOutcome.Gone].
    String incarnation();

    /// Runs one command in the session's container: a line without shell syntax, or the argument vector itself.
    ///
    /// @param timeoutMillis milliseconds; 0 takes the configuration's
    record Exec(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("session") String session,
            @JsonProperty("line") @Nullable String line,
            @JsonProperty("arguments") List<String> arguments,
            @JsonProperty("timeoutMillis") long timeoutMillis)
            implements SandboxRequest {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Exec {
            arguments = arguments == null ? List.of() : List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return "Exec[id=" + id + ", user=" + user + "]";
        }
    }

    /// @param fromLine counted from 1; 0 is the start
    /// @param maxLines 0 is as many as fit
    record ReadFile(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("path") String path,
            @JsonProperty("fromLine") int fromLine,
            @JsonProperty("maxLines") int maxLines)
            implements SandboxRequest {}

    /// Replaces the file, or makes it with its directories; with `append`, adds to its end.
    record WriteFile(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("path") String path,
            @JsonProperty("content") String content,
            @JsonProperty("append") boolean append)
            implements SandboxRequest {

        @Override
        public String toString() {
            return "WriteFile[id=" + id + ", user=" + user + "]";
        }
    }

    /// Replaces the one place where `before` stands.
    record EditFile(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("path") String path,
            @JsonProperty("before") String before,
            @JsonProperty("after") String after)
            implements SandboxRequest {

        @Override
        public String toString() {
            return "EditFile[id=" + id + ", user=" + user + "]";
        }
    }

    /// Removes the file, or the directory with all that is in it.
    record DeleteFile(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("path") String path)
            implements SandboxRequest {}

    record ListFiles(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("path") String path)
            implements SandboxRequest {}

    /// Moves a message's attachments from `blobs/<message id>/` into `workspace/inbox/`.
    record ImportFiles(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("messageId") String messageId,
            @JsonProperty("attachments") List<Attachment> attachments)
            implements SandboxRequest {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public ImportFiles {
            attachments = attachments == null ? List.of() : List.copyOf(attachments);
        }
    }

    /// Copies a file out to `blobs/<id>/`, for a delivery.
    record ExportFile(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("path") String path)
            implements SandboxRequest {}

    /// Ends a running request; that one is answered as [SandboxOutcome.Cancelled], this one not at all.
    record Cancel(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("target") String target)
            implements SandboxRequest {}

    /// The turn is done: the records of its steps may go. Not answered.
    record Release(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("turn") String turn)
            implements SandboxRequest {}

    /// The session has ended: its container may go. Not answered.
    record CloseSession(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("session") String session)
            implements SandboxRequest {}
}

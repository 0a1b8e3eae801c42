package io.moltmates.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.moltmates.agent.model.ModelMessage;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a journal: what happened, and in which turn. Every line begins with its type and the turn's id, so that
/// an index is made without parsing the rest.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalLine.Segment.class, name = "segment"),
    @JsonSubTypes.Type(value = JournalLine.Request.class, name = "request"),
    @JsonSubTypes.Type(value = JournalLine.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = JournalLine.Attempt.class, name = "attempt"),
    @JsonSubTypes.Type(value = JournalLine.Files.class, name = "files"),
    @JsonSubTypes.Type(value = JournalLine.Heard.class, name = "heard"),
    @JsonSubTypes.Type(value = JournalLine.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = JournalLine.Result.class, name = "result"),
    @JsonSubTypes.Type(value = JournalLine.Outcome.class, name = "outcome"),
    @JsonSubTypes.Type(value = JournalLine.Summary.class, name = "summary")
})
public sealed interface JournalLine {

    /// The turn's id; of a segment, the session's.
    String id();

    /// The first line of a file: who writes it, and how much of the files before it counts.
    ///
    /// @param writer who took the session over
    /// @param before the segments before this one, the oldest first
    @JsonPropertyOrder({"id", "epoch"})
    record Segment(
            @JsonProperty("id") String id,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("writer") String writer,
            @JsonProperty("before") List<Before> before,
            @JsonProperty("at") Instant at)
            implements JournalLine {

        public Segment {
            before = List.copyOf(before);
        }
    }

    /// How many bytes of an earlier segment count; what lies behind them was written by somebody who had lost the
    /// session.
    record Before(
            @JsonProperty("epoch") long epoch,
            @JsonProperty("bytes") long bytes) {}

    /// A message was taken up.
    @JsonPropertyOrder("id")
    record Request(
            @JsonProperty("id") String id,
            @JsonProperty("message") InboundMessage message) implements JournalLine {}

    /// A message is answered in the turn of another one, and has that one's outcome.
    ///
    /// @param id the joined message's
    /// @param turn the other one's
    /// @param steered whether it came while the turn ran; else it stands before the turn's own words
    @JsonPropertyOrder("id")
    record Joined(
            @JsonProperty("id") String id,
            @JsonProperty("turn") String turn,
            @JsonProperty("message") InboundMessage message,
            @JsonProperty("steered") boolean steered)
            implements JournalLine {}

    /// Work on the message began again, after a crash or a move.
    @JsonPropertyOrder("id")
    record Attempt(
            @JsonProperty("id") String id,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("at") Instant at) implements JournalLine {}

    /// The message's attachments lie in the workspace under these paths, or do not, for this reason.
    @JsonPropertyOrder("id")
    record Files(
            @JsonProperty("id") String id,
            @JsonProperty("paths") List<String> paths,
            @JsonProperty("failure") @Nullable String failure)
            implements JournalLine {

        public Files {
            paths = List.copyOf(paths);
        }

        @Override
        public String toString() {
            return "Files[id=" + id + ", paths=" + paths.size() + "]";
        }
    }

    /// What is said in a recording that came with the message, or why that is not known.
    ///
    /// @param file which of the message's attachments it is, from 0
    /// @param text what is said; empty if it is not known
    /// @param problem why not, in a sentence for the person; null if it is known
    /// @param seconds how long it is; 0 if that is not known
    /// @param model which one wrote it down; null if none did
    @JsonPropertyOrder("id")
    record Heard(
            @JsonProperty("id") String id,
            @JsonProperty("file") int file,
            @JsonProperty("text") String text,
            @JsonProperty("problem") @Nullable String problem,
            @JsonProperty("usage") TokenUsage usage,
            @JsonProperty("seconds") double seconds,
            @JsonProperty("model") @Nullable String model)
            implements JournalLine {

        /// Nobody has listened to it.
        static Heard not(String id, int file, String problem) {
            return new Heard(id, file, "", problem, TokenUsage.NONE, 0, null);
        }

        @Override
        public String toString() {
            return "Heard[id=" + id + ", file=" + file + "]";
        }
    }

    /// What a model thought before it asked for tools, as its provider wants it back with their results.
    record Thinking(
            @JsonProperty("text") String text,
            @JsonProperty("signature") @Nullable String signature,
            @JsonProperty("redacted") List<String> redacted) {

        @SuppressWarnings("NullAway") // a line of another version may lack it
        public Thinking {
            redacted = redacted == null ? List.of() : List.copyOf(redacted);
        }

        static @Nullable Thinking of(ModelMessage.@Nullable ModelThinking thought) {
            return thought == null ? null : new Thinking(thought.text(), thought.signature(), thought.redacted());
        }

        ModelMessage.ModelThinking toModel() {
            return new ModelMessage.ModelThinking(text, signature, redacted);
        }

        @Override
        public String toString() {
            return "Thinking[" + text.length() + " characters]";
        }
    }

    /// A model answered its n-th call of the turn.
    ///
    /// @param thinking null where it asked for no tools, or did not think
    @JsonPropertyOrder("id")
    record Answer(
            @JsonProperty("id") String id,
            @JsonProperty("call") int call,
            @JsonProperty("text") String text,
            @JsonProperty("toolCalls") List<Call> toolCalls,
            @JsonProperty("usage") TokenUsage usage,
            @JsonProperty("model") String model,

            @JsonProperty("thinking") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Thinking thinking)
            implements JournalLine {

        @JsonCreator
        public Answer {
            toolCalls = List.copyOf(toolCalls);
        }

        Answer(String id, int call, String text, List<Call> toolCalls, TokenUsage usage, String model) {
            this(id, call, text, toolCalls, usage, model, null);
        }

        @Override
        public String toString() {
            return "Answer[id=" + id + ", call=" + call + "]";
        }
    }

    /// A tool that the model asked for; the arguments are JSON as it wrote it.
    record Call(
            @JsonProperty("id") String id,
            @JsonProperty("name") String name,
            @JsonProperty("arguments") String arguments) {

        @Override
        public String toString() {
            return "Call[" + id + ", " + name + "]";
        }
    }

    /// A tool was called, and this came of it.
    ///
    /// @param step the tool call's id, as the sandbox knows it
    /// @param callId the tool call's id, as the model knows it
    @JsonPropertyOrder("id")
    record Result(
            @JsonProperty("id") String id,
            @JsonProperty("step") String step,
            @JsonProperty("callId") String callId,
            @JsonProperty("name") String name,
            @JsonProperty("input") String input,
            @JsonProperty("text") String text,
            @JsonProperty("error") boolean error)
            implements JournalLine {

        @Override
        public String toString() {
            return "Result[id=" + id + ", step=" + step + "]";
        }
    }

    /// How the message ended: what was sent for it.
    ///
    /// @param said what the person wrote, where no request line tells it
    /// @param charge what it took; null if no model was asked
    /// @param after what was said behind it; null if nothing
    @JsonPropertyOrder("id")
    record Outcome(
            @JsonProperty("id") String id,
            @JsonProperty("reply") OutboundMessage reply,
            @JsonProperty("said") @Nullable String said,
            @JsonProperty("charge") @Nullable Charge charge,
            @JsonProperty("after") OutboundMessage.@Nullable Notice after)
            implements JournalLine {

        @JsonCreator
        public Outcome {}

        public Outcome(String id, OutboundMessage reply, @Nullable String said) {
            this(id, reply, said, null, null);
        }

        @Override
        public String toString() {
            return "Outcome[id=" + id + "]";
        }
    }

    /// What a turn took of its models.
    ///
    /// @param speaker who is charged, where that is not the journal's person: in a group
    /// @param unpriced models whose price was not known, so that they are not in the sum
    record Charge(
            @JsonProperty("speaker") @Nullable UserId speaker,
            @JsonProperty("tokens") long tokens,
            @JsonProperty("dollars") double dollars,
            @JsonProperty("unpriced") List<String> unpriced) {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Charge {
            unpriced = unpriced == null ? List.of() : List.copyOf(unpriced);
        }
    }

    /// Older turns stand in the prompt as this text from now on.
    ///
    /// @param epoch where the first turn begins that still stands there as it was: its segment
    /// @param offset and its place in it
    /// @param usage what it took to write the text
    /// @param model which model wrote it; null if none did
    @JsonPropertyOrder("id")
    record Summary(
            @JsonProperty("id") String id,
            @JsonProperty("text") String text,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("offset") long offset,
            @JsonProperty("usage") TokenUsage usage,
            @JsonProperty("model") @Nullable String model)
            implements JournalLine {

        @SuppressWarnings("NullAway") // a line of another version may lack it
        public Summary {
            usage = usage == null ? TokenUsage.NONE : usage;
        }

        @Override
        public String toString() {
            return "Summary[id=" + id + "]";
        }
    }
}

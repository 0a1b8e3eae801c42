package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// What agent-service gets to do for one person, in order.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TurnRecord.TurnRequest.class, name = "turn"),
    @JsonSubTypes.Type(value = TurnRecord.TurnControl.class, name = "control")
})
public sealed interface TurnRecord extends TopicRecord {

    Address address();

    /// A message to answer; the turn's id is the message's.
    record TurnRequest(@JsonProperty("message") InboundMessage message) implements TurnRecord {

        @Override
        public String id() {
            return message.id();
        }

        @Override
        public UserId user() {
            return message.user();
        }

        @Override
        public Address address() {
            return message.address();
        }
    }

    /// A command about the person's turns and sessions, answered without a model.
    ///
    /// @param argument what stood behind the command, empty if nothing
    record TurnControl(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("control") Control control,
            @JsonProperty("argument") String argument,
            @JsonProperty("receivedAt") Instant receivedAt)
            implements TurnRecord {}

    /// Which command.
    enum Control {
        /// Ends the running turn, at once.
        STOP,
        /// Ends the running turn, at once, and starts a new session.
        RESET,
        /// Starts a new session when the turns before it are done.
        NEW,
        /// Tells the model, the session and what runs.
        STATUS,
        /// Tells or sets the person's model.
        MODEL,
        /// An address of the person, which is the argument, moves to another one when all before is answered; the id
        /// is the move's.
        DRAIN,
        /// The person may write no more: ends the running turn, at once, and answers nothing that was written before.
        /// With an argument, that holds only for what was written by the address of this control.
        REVOKE,
        /// Tells what was used today and in this session.
        USAGE,
        /// Tells what may be used.
        LIMITS,
        /// Tells how full the model's window is, and of what.
        CONTEXT,
        /// Lets a model shorten the conversation, when the turns before it are done.
        COMPACT,
        /// Gives the person the conversation.
        EXPORT,
        /// Empties the person's memory, once it is confirmed.
        FORGET,
        /// Tells or sets how long models think.
        THINK,
        /// Tells or sets whether answers name their tools.
        VERBOSE,
        /// Tells or sets what happens to messages that come while a turn runs.
        QUEUE,
        /// Tells or sets the person's time zone.
        TIMEZONE,
        /// The operator begins a new session for the person, at once, and nobody is told.
        RENEW,
        /// The operator deletes the session that is the argument, and nobody is told.
        DELETE_SESSION,
        /// The operator deletes all that there is of the person, at once, and nobody is told.
        DELETE_PERSON;

        /// Whether only the operator asks for it, by the command line; the answer is a [CommandResult] under its id.
        public boolean isOperators() {
            return switch (this) {
                case RENEW, DELETE_SESSION, DELETE_PERSON -> true;
                case STOP,
                        RESET,
                        NEW,
                        STATUS,
                        MODEL,
                        DRAIN,
                        REVOKE,
                        USAGE,
                        LIMITS,
                        CONTEXT,
                        COMPACT,
                        EXPORT,
                        FORGET,
                        THINK,
                        VERBOSE,
                        QUEUE,
                        TIMEZONE -> false;
            };
        }
    }
}

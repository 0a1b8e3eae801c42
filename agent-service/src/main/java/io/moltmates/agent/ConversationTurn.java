package io.moltmates.agent;

import io.moltmates.agent.model.ModelMessage;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.agent.model.ToolCall;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One turn as a model is told of it; grows with the journal's lines, and is well-formed once it is closed: each tool
/// call has its result, and the last word is the assistant's.
final class ConversationTurn {

    private static final String CUT_OFF = "The result of this call was lost.";

    private String id;
    private final long place;
    private List<ModelMessage> messages = new ArrayList<>(2);
    private @Nullable InboundMessage request;
    private JournalLine.@Nullable Files files;
    private List<JournalLine.Heard> heard = new ArrayList<>(0);
    private String joined = "";
    private boolean closed;
    private int tokens;

    /// @param place of its request in the journal
    ConversationTurn(InboundMessage request, long place) {
        this(request.id(), AttachmentNotes.text(request, null, List.of()), place);
        this.request = request.attachments().isEmpty() ? null : request;
    }

    /// @param text what the person wrote
    ConversationTurn(String id, String text, long place) {
        this.id = id;
        this.place = place;
        add(new UserMessage(text));
    }

    String id() {
        return id;
    }

    long place() {
        return place;
    }

    List<ModelMessage> messages() {
        return messages;
    }

    int tokens() {
        return tokens;
    }

    boolean closed() {
        return closed;
    }

    /// Bytes in memory, roughly.
    long weight() {
        return 120 + 4L * tokens + 90L * messages.size();
    }

    void add(JournalLine.Files imported) {
        files = imported;
        note();
    }

    void add(JournalLine.Heard recording) {
        heard.add(recording);
        note();
    }

    /// Whether other messages are answered here too.
    boolean isJoined() {
        return !joined.isEmpty();
    }

    private void note() {
        if (request != null) {
            begin(joined + AttachmentNotes.text(request, files, heard));
        }
    }

    /// Another message of the person is answered here too.
    void join(JournalLine.Joined other) {
        String text = other.message().text();
        if (other.steered()) {
            add(new UserMessage(text));
        } else if (messages.getFirst() instanceof UserMessage first) {
            String own = first.text().substring(joined.length());
            joined += text + "\n\n";
            begin(joined + own);
        }
    }

    private void begin(String text) {
        messages.set(0, new UserMessage(text));
        tokens = messages.stream().mapToInt(Tokens::of).sum();
    }

    void answer(String text) {
        add(new AssistantMessage(text));
    }

    void add(JournalLine.Answer answer) {
        add(new AssistantMessage(
                answer.text(),
                answer.toolCalls().stream()
                        .map(call -> new ToolCall(call.id(), call.name(), call.arguments()))
                        .toList(),
                answer.thinking() == null ? null : answer.thinking().toModel()));
    }

    void add(JournalLine.Result result) {
        add(new ToolResultMessage(result.callId(), result.name(), result.text(), result.error()));
    }

    /// Closes a turn whose last word is the model's answer; false if it is not.
    boolean closeAnswered() {
        if (!(messages.getLast() instanceof AssistantMessage last)
                || !last.toolCalls().isEmpty()) {
            return false;
        }
        if (messages.size() > 2) {
            closeToolCalls();
        }
        seal();
        return true;
    }

    void close(Reply reply) {
        closeToolCalls();
        boolean answered = messages.getLast() instanceof AssistantMessage last
                && last.toolCalls().isEmpty();
        if (reply.outcome() == Outcome.STOPPED) {
            messages.add(new AssistantMessage(reply.text() + "\n[The person stopped this answer here.]"));
        } else if (!answered) {
            messages.add(new AssistantMessage("[No answer was given. The person was told: " + reply.text() + "]"));
        }
        seal();
    }

    /// Nothing comes any more: what only an open turn needs goes.
    private void seal() {
        closed = true;
        request = null;
        files = null;
        heard = List.of();
        id = "";
        messages = messages.stream().map(ConversationTurn::withoutThinking).toList();
        tokens = messages.stream().mapToInt(Tokens::of).sum();
    }

    private static ModelMessage withoutThinking(ModelMessage message) {
        return message instanceof AssistantMessage said && said.thinking() != null
                ? new AssistantMessage(said.text(), said.toolCalls())
                : message;
    }

    private void add(ModelMessage message) {
        messages.add(message);
        tokens += Tokens.of(message);
    }

    /// Gives each call without a result one that says so: no transcript may stop a provider from answering.
    private void closeToolCalls() {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof AssistantMessage answer
                    && !answer.toolCalls().isEmpty()) {
                var answered = new HashSet<String>();
                int next = i + 1;
                while (next < messages.size() && messages.get(next) instanceof ToolResultMessage result) {
                    answered.add(result.callId());
                    next++;
                }
                for (var call : answer.toolCalls()) {
                    if (!answered.contains(call.id())) {
                        messages.add(next++, new ToolResultMessage(call.id(), call.name(), CUT_OFF, true));
                    }
                }
            }
        }
    }
}

package io.moltmates.agent;

import io.moltmates.agent.model.ModelMessage;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Decides what of a conversation fits into a model's window. Only whole turns go, so a tool call keeps its result.
final class Trimming {

    private static final int CUT_RESULT = 400;
    private static final int SHOWN = 2000;

    private Trimming() {}

    /// How many tokens the conversation may take beside the prompt and the answer.
    static int budget(ModelProfile profile, int promptTokens) {
        int answer = Math.min(profile.maxOutput(), profile.contextWindow() / 4);
        return Math.max(500, profile.contextWindow() - answer - promptTokens);
    }

    /// How many of the oldest turns have to go; 0 while no more than three quarters of the budget are taken, else so
    /// many that two fifths are left at the most.
    static int surplus(List<ConversationTurn> turns, int currentTokens, int budget) {
        long total = currentTokens;
        for (var turn : turns) {
            total += turn.tokens();
        }
        if (total <= budget * 3L / 4) {
            return 0;
        }
        int dropped = 0;
        while (dropped < turns.size() && total > budget * 2L / 5) {
            total -= turns.get(dropped++).tokens();
        }
        return dropped;
    }

    /// What goes to the model: the turns, the newest ones if not all fit, then the current one, its oldest tool
    /// results cut short if even that is too long.
    static List<ModelMessage> messages(List<ConversationTurn> turns, List<ModelMessage> current, int budget) {
        var own = new ArrayList<>(current);
        int tokens = own.stream().mapToInt(Tokens::of).sum();
        for (int i = 0; i < own.size() && tokens > budget; i++) {
            if (own.get(i) instanceof ToolResultMessage(var id, var name, var text, var error)
                    && text.length() > CUT_RESULT) {
                tokens -= Tokens.of(own.get(i));
                own.set(i, new ToolResultMessage(id, name, Texts.cut(text, CUT_RESULT), error));
                tokens += Tokens.of(own.get(i));
            }
        }
        int first = turns.size();
        while (first > 0 && tokens + turns.get(first - 1).tokens() <= budget) {
            tokens += turns.get(--first).tokens();
        }
        var messages = new ArrayList<ModelMessage>();
        turns.subList(first, turns.size()).forEach(turn -> messages.addAll(turn.messages()));
        messages.addAll(own);
        return messages;
    }

    /// The turns as a text to summarize, at most this many characters of it, the newest ones.
    static String transcript(List<ConversationTurn> turns, int most) {
        String whole = turns.stream()
                .flatMap(turn -> turn.messages().stream())
                .map(Trimming::line)
                .collect(Collectors.joining("\n"));
        return whole.length() <= most ? whole : whole.substring(whole.length() - most);
    }

    private static String line(ModelMessage message) {
        return switch (message) {
            case ModelMessage.UserMessage(var text, var _) -> "Person: " + Texts.cut(text, SHOWN);
            case AssistantMessage(var text, var calls, var _) ->
                "Assistant: " + Texts.cut(text, SHOWN)
                        + calls.stream()
                                .map(call -> "\n[calls " + call.name() + " " + Texts.cut(call.arguments(), 300) + "]")
                                .collect(Collectors.joining());
            case ToolResultMessage(var _, var name, var text, var _) ->
                "[" + name + " answered: " + Texts.cut(text, 500) + "]";
        };
    }
}

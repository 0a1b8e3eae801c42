package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.TokenUsage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Adds up what the model calls of one turn take, each at the price of its own model.
final class Bill {

    private static final Logger LOG = Logger.getLogger(Bill.class);
    private static final int MOST_NAMES = 1000;
    private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();

    private final Prices prices;
    private final Set<String> unpriced = new TreeSet<>();
    private long tokens;
    private double dollars;

    Bill(Prices prices) {
        this.prices = prices;
    }

    void add(String model, TokenUsage usage) {
        add(model, usage, prices.cost(model, usage));
    }

    /// A recording was written down.
    void add(JournalLine.Heard heard) {
        if (heard.model() != null) {
            add(heard.model(), heard.usage(), prices.cost(heard.model(), heard.usage(), heard.seconds()));
        }
    }

    private void add(String model, TokenUsage usage, @Nullable Double cost) {
        tokens += usage.input() + usage.output();
        if (cost != null) {
            dollars += cost;
        } else if (unpriced.add(model) && NAMED.size() < MOST_NAMES && NAMED.add(model)) {
            LOG.warnf("price of a model is not known, so it counts as nothing: model=%s", model);
        }
    }

    /// Null if no model was asked.
    ///
    /// @param message which it was for; null for a command
    JournalLine.@Nullable Charge charge(@Nullable InboundMessage message) {
        var speaker = message == null || message.group() == null ? null : message.sender();
        return tokens == 0 && dollars == 0 && unpriced.isEmpty()
                ? null
                : new JournalLine.Charge(speaker, tokens, dollars, List.copyOf(unpriced));
    }
}

package io.moltmates.ingress.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.ingress.ChannelAdapter;
import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.PersonaReference;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The web chat as a channel: the open pages of each person, and the turns they wait for. Thread-safe; what happens
/// under its lock only puts frames into queues.
@Singleton
public class WebChannel implements ChannelAdapter {

    static final String CHANNEL = "web";

    private static final int MOST_TURNS = 10_000;
    private static final long MOST_BYTES = 32 << 20;

    private final Map<String, Set<OpenSocket>> pages = new HashMap<>();
    private final Set<String> sending = new HashSet<>();
    private final InFlight inFlight = new InFlight(MOST_TURNS, MOST_BYTES);

    @Override
    public String channel() {
        return CHANNEL;
    }

    synchronized void open(OpenSocket page) {
        pages.computeIfAbsent(page.name(), _ -> new LinkedHashSet<>()).add(page);
    }

    synchronized void closed(OpenSocket page) {
        var open = pages.get(page.name());
        if (open != null && open.remove(page) && open.isEmpty()) {
            pages.remove(page.name());
        }
    }

    synchronized int pagesOf(String name) {
        return open(name).size();
    }

    /// Gives the page its history, with what is in flight at this moment; from now on it sees answers grow.
    synchronized void begin(OpenSocket page, List<Item> history, List<String> after) {
        var turns = inFlight.of(page.name());
        var questions = turns.stream()
                .map(InFlight.Turn::question)
                .flatMap(Stream::ofNullable)
                .toList();
        var items = Items.merge(List.of(history, questions)).stream()
                .map(Frames::item)
                .toList();
        var drafts = new ArrayList<ObjectNode>();
        for (var turn : turns) {
            var draft = turn.draft();
            if (draft != null) {
                drafts.add(Frames.draft(turn.id(), draft));
            }
        }
        var frames = new ArrayList<String>();
        frames.add(Frames.history(items, drafts));
        frames.addAll(after);
        page.begin(frames);
    }

    /// The log has the message: the page that sent it learns so, and the person's other pages show it.
    synchronized void accepted(OpenSocket sender, String clientId, Item question) {
        sending.remove(question.id());
        var _ = inFlight.accepted(sender.name(), question);
        sender.tell(Frames.accepted(clientId, question.id()));
        String frame = Frames.message(Frames.item(question));
        open(sender.name()).stream().filter(page -> page != sender).forEach(page -> page.say(frame));
    }

    /// A page's message is about to be written; until [#accepted] or [#notSent], hearing of it is no news.
    synchronized void sending(String messageId) {
        sending.add(messageId);
    }

    synchronized void notSent(String messageId) {
        sending.remove(messageId);
    }

    /// Shows what came in by another replica on the person's pages here.
    @Override
    public synchronized void overheard(InboundMessage message) {
        String name = message.address().conversation();
        if (!sending.contains(message.id()) && inFlight.accepted(name, Item.of(message))) {
            var open = open(name);
            if (!open.isEmpty()) {
                String frame = Frames.message(Frames.item(Item.of(message)));
                open.forEach(page -> page.say(frame));
            }
        }
    }

    @Override
    public CompletionStage<DeliveryOutcome> deliver(OutboundMessage message) {
        String name = message.address().conversation();
        String turn = finishes(message);
        String frame = Frames.message(Frames.item(Items.of(message)));
        boolean arrived = false;
        synchronized (this) {
            if (turn != null) {
                inFlight.finished(name, turn);
            }
            for (var page : open(name)) {
                arrived |= page.say(frame);
            }
        }
        return CompletableFuture.completedStage(
                arrived ? new DeliveryOutcome.Delivered(null) : new DeliveryOutcome.Unattended());
    }

    /// The turn that ends with this; null if none does.
    private static @Nullable String finishes(OutboundMessage message) {
        return switch (message) {
            case Reply reply -> reply.inReplyTo();
            case Notice notice -> notice.outcome() == null ? null : notice.inReplyTo();
            case OutboundMessage.Edit _, OutboundMessage.SharedFile _ -> null;
        };
    }

    @Override
    public synchronized void progress(LiveEvent event) {
        String name = event.address().conversation();
        var draft = inFlight.apply(name, event);
        if (draft != null) {
            var open = open(name);
            if (!open.isEmpty()) {
                String frame = Frames.live(event, draft);
                open.forEach(page -> page.show(frame));
            }
        }
    }

    synchronized void personaChanged(String name, @Nullable PersonaReference persona) {
        String frame = Frames.personaChanged(persona);
        open(name).forEach(page -> page.sayPersona(frame));
    }

    /// Calls the consumer with each open page of the people that the condition names.
    void each(Predicate<String> people, Consumer<OpenSocket> consumer) {
        List<OpenSocket> found;
        synchronized (this) {
            found = pages.entrySet().stream()
                    .filter(entry -> people.test(entry.getKey()))
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
        }
        found.forEach(consumer);
    }

    private Set<OpenSocket> open(String name) {
        return pages.getOrDefault(name, Set.of());
    }
}

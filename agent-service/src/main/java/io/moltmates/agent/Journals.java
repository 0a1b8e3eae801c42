package io.moltmates.agent;

import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens the journals of people whose partition is ours, and remembers those that were used last, within a few
/// megabytes for everybody together.
final class Journals {

    private static final long INDEX_BYTES = 2 << 20;
    private static final long CONVERSATION_BYTES = 5 << 19;

    private record Kept(PersonJournal journal, Conversation conversation) {}

    private final Supplier<AgentSettings> settings;
    private final boolean duplicateIndex;
    private final Map<Integer, String> writers = new ConcurrentHashMap<>();
    private final WeightedCache<UserId, PersonJournal> idle = new WeightedCache<>(INDEX_BYTES);
    private final WeightedCache<UserId, Kept> conversations = new WeightedCache<>(CONVERSATION_BYTES);

    Journals(Supplier<AgentSettings> settings, boolean duplicateIndex) {
        this.settings = settings;
        this.duplicateIndex = duplicateIndex;
    }

    /// To be given back once nobody uses it any more.
    PersonJournal open(Person person, int partition) throws IOException {
        String writer = writer(partition);
        var known = idle.take(person.user());
        var kept = conversations.take(person.user());
        if (known == null
                || !known.writer().equals(writer)
                || !known.incarnation().equals(person.incarnation())
                || !known.ours()) {
            var options = new JournalOptions(writer, settings.get().sync(), duplicateIndex);
            return PersonJournal.open(person.layout().sessions(), person.incarnation(), options);
        }
        if (kept != null && kept.journal == known) {
            known.restore(kept.conversation);
        }
        return known;
    }

    void giveBack(UserId user, @Nullable PersonJournal journal) {
        if (journal == null) {
            return;
        }
        var conversation = journal.release();
        if (conversation != null) {
            conversations.offer(user, new Kept(journal, conversation), conversation.weight(), journal.wasInMemory());
        }
        idle.put(user, journal, journal.weight());
    }

    /// These partitions come to us, or come back: their people's journals are taken over anew.
    void forget(Collection<Integer> partitions) {
        partitions.forEach(writers::remove);
    }

    private String writer(int partition) {
        return writers.computeIfAbsent(partition, number -> Ids.random(16) + "-" + number);
    }
}

package io.moltmates.gateway;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Holds each model call, in the moment in which the provider gets it, against the person's journal: a call whose
/// answer
/// stands there already must not come.
final class RepeatedCalls implements ProviderDouble.Witness {

    private static final Pattern MARK = Pattern.compile("\\[([a-z0-9]+)/([a-z0-9]+)]");

    private final RunningGateway gateway;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<String> forbidden = new CopyOnWriteArrayList<>();
    private final AtomicInteger all = new AtomicInteger();

    RepeatedCalls(RunningGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void called(String words, int toolResults) {
        var mark = MARK.matcher(words);
        if (!mark.find()) {
            forbidden.add("without a mark: " + words);
            return;
        }
        var user = UserId.of("api", mark.group(1));
        String turn = Ids.messageId(user, mark.group(2));
        int call = toolResults + 1;
        all.incrementAndGet();
        counts.merge(mark.group() + "#" + call, 1, Integer::sum);
        if (JournalView.read(gateway.layout().person(user).sessions()).holdsAnswer(turn, call)) {
            forbidden.add(mark.group() + " call " + call);
        }
    }

    /// Calls that came though their answer was journalled.
    List<String> forbidden() {
        return List.copyOf(forbidden);
    }

    int all() {
        return all.get();
    }

    /// Calls that came again since the first one's answer was lost with its worker.
    int repeated() {
        return all.get() - counts.size();
    }
}

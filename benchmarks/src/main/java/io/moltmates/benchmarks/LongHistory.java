package io.moltmates.benchmarks;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/// Makes a journal as long as if its person had written for years: what stands there is repeated under other ids.
final class LongHistory {

    private LongHistory() {}

    /// While no worker has the person.
    ///
    /// @return how many bytes the journal has then
    static long lengthen(StateLayout layout, String name, int turns) throws IOException {
        Path newest;
        try (var files = Files.list(layout.person(UserId.of("api", name)).sessions())) {
            newest = files.max(Comparator.comparingLong(
                            file -> epoch(file.getFileName().toString())))
                    .orElseThrow();
        }
        var lines = Files.readAllLines(newest);
        int outcome = lastOutcome(lines);
        int request = outcome;
        while (!lines.get(request).startsWith("{\"t\":\"request\"")) {
            request--;
        }
        String turn = String.join("\n", lines.subList(request, outcome + 1)) + "\n";
        String id = turn.replaceFirst("(?s)^.*?\"id\":\"([^\"]+)\".*", "$1");
        var more = new StringBuilder();
        for (int i = 0; i < turns; i++) {
            more.append(turn.replace(id, "m" + "%026d".formatted(i)));
        }
        Files.writeString(newest, more, StandardOpenOption.APPEND);
        return Files.size(newest);
    }

    private static long epoch(String name) {
        return Long.parseLong(name.split("\\.", -1)[1]);
    }

    private static int lastOutcome(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("{\"t\":\"outcome\"")) {
                return i;
            }
        }
        throw new IllegalStateException("There is no outcome in the journal");
    }
}

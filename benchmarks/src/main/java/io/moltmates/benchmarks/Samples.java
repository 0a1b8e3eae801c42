package io.moltmates.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers how long calls of one kind took, and what failed of them.
final class Samples {

    private final List<Long> nanos = new ArrayList<>();
    private int failed;
    private @Nullable String firstFailure;

    /// A call that says how many nanoseconds it took.
    interface Call {

        long run() throws IOException, InterruptedException;
    }

    /// @param times of those that did not fail
    record Row(
            String what,
            Percentiles times,
            int failed,
            @Nullable String firstFailure) {}

    void add(Call call) throws InterruptedException {
        try {
            nanos.add(call.run());
        } catch (IOException e) {
            failed++;
            firstFailure = firstFailure == null ? e.getMessage() : firstFailure;
        }
    }

    Row row(String what) {
        var times = Percentiles.of(nanos.stream().mapToLong(Long::longValue).toArray());
        return new Row(what, times, failed, firstFailure);
    }
}

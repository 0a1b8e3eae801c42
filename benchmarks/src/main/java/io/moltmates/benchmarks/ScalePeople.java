package io.moltmates.benchmarks;

import io.moltmates.schema.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/// Names of people whose partitions are spread as wanted: Kafka puts a record where the hash of its key says, so names
/// are tried until one fits.
final class ScalePeople {

    private final int partitions;
    private int tried;

    ScalePeople(int partitions) {
        this.partitions = partitions;
    }

    /// As many on each partition, or one more on the first ones.
    List<String> even(int count) {
        return named(IntStream.range(0, count).map(i -> i % partitions).toArray());
    }

    /// The n-th partition has a share of one n-th of the first one's; each has somebody if there are enough.
    List<String> skewed(int count) {
        double all =
                IntStream.rangeClosed(1, partitions).mapToDouble(n -> 1.0 / n).sum();
        var on = new int[count];
        double due = 0;
        int given = 0;
        for (int n = 1; n <= partitions; n++) {
            due += count / (n * all);
            for (; given < Math.round(due) && given < count; given++) {
                on[given] = n - 1;
            }
        }
        return named(on);
    }

    int partition(String name) {
        byte[] key = UserId.of("api", name).value().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private List<String> named(int[] wanted) {
        var names = new ArrayList<String>();
        for (int partition : wanted) {
            String name;
            do {
                name = "scale" + tried++;
            } while (partition(name) != partition);
            names.add(name);
        }
        return names;
    }
}

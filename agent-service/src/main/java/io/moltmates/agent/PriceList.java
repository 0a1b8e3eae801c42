package io.moltmates.agent;

import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.config.PriceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// The list prices of models' vendors.
///
/// @param date of the day on which they were looked up
/// @param models by `provider/model`
record PriceList(String date, String unit, Map<String, PriceConfig> models) {

    /// Reads the list that is built in. To be called once, when the service starts: not from a class initializer, since
    /// whoever waits for one keeps its carrier thread, and all of them may wait for a lock that is taken inside.
    static PriceList builtIn() {
        try (var file = Objects.requireNonNull(PriceList.class.getResourceAsStream("model-prices.json"))) {
            return RecordCodec.mapper().readValue(file, PriceList.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

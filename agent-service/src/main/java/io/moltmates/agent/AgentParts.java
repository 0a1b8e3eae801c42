package io.moltmates.agent;

import io.moltmates.agent.model.Models;
import io.moltmates.schema.kafka.RecordSink;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/// What every turn works with.
///
/// @param settings read anew for each turn
/// @param slots how many of them run at once
/// @param asker asks other services
/// @param priceList where the settings say nothing
record AgentParts(
        RecordSink writer,
        People people,
        Models models,
        SandboxClient sandbox,
        ScheduledExecutorService timer,
        Supplier<AgentSettings> settings,
        Clock clock,
        TurnSlots slots,
        CommandAsker asker,
        PriceList priceList) {

    /// What models cost by the settings of now.
    Prices prices() {
        return new Prices(priceList, settings.get().limits().prices());
    }
}

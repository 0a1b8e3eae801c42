package io.moltmates.schema.kafka;

import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Keeps Kafka's clients from logging, attempt by attempt and with a trace of calls, what is said in one sentence by
/// whoever waits: that no name resolves, and all that the client of [TopicAdmin] runs into.
///
/// It looks at single lines and leaves levels alone, which others set while a service starts.
final class QuietClients {

    /// The client whose lines nobody needs.
    static final String NAME = "moltmate-topics";

    private static final String UNRESOLVED = "Couldn't resolve server";
    private static final List<Logger> LOGGERS = Stream.of(
                    "org.apache.kafka.clients.ClientUtils",
                    "org.apache.kafka.clients.NetworkClient",
                    "org.apache.kafka.clients.admin.KafkaAdminClient",
                    "org.apache.kafka.clients.admin.internals.AdminMetadataManager",
                    "org.apache.kafka.common.network.Selector")
            .map(Logger::getLogger)
            .toList();

    private QuietClients() {}

    /// May be called again.
    static void begin() {
        LOGGERS.forEach(logger -> logger.setFilter(QuietClients::isNews));
    }

    private static boolean isNews(LogRecord line) {
        String text = String.valueOf(line.getMessage());
        return !text.contains("clientId=" + NAME) && !text.startsWith(UNRESOLVED);
    }
}

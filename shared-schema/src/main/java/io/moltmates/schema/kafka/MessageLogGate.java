package io.moltmates.schema.kafka;

import io.moltmates.schema.config.KafkaConfig;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/// Holds a service back until Kafka answers and the topics are what services need.
///
/// Tries again for as long as it takes, less and less often, each process at instants of its own, and every 10 s at the
/// most; logs why at the first attempt, when the reason changes, and once a minute. What is otherwise than the
/// configuration wants, and does no harm, is logged once, when the gate opens. Thread-safe: one thread waits, others
/// ask
/// for [#state].
public final class MessageLogGate {

    private static final System.Logger LOG = System.getLogger(MessageLogGate.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration REMIND = Duration.ofMinutes(1);

    private final String address;
    private final TopicAdmin topics;
    private volatile State state;

    /// How far it is.
    public sealed interface State {

        /// For whoever asks about the service's health, such as `waiting for Kafka at kafka:9092: it does not answer`.
        String describe();
    }

    /// Not open yet.
    ///
    /// @param reason a sentence without a secret; null before the first attempt has ended
    /// @param since when waiting began
    public record Waiting(String address, @Nullable String reason, Instant since) implements State {

        private Waiting because(@Nullable String sentence) {
            return new Waiting(address, sentence, since);
        }

        @Override
        public String describe() {
            return "waiting for Kafka at " + address + (reason == null ? "" : ": it " + reason);
        }
    }

    /// Open, once and for all: what happens to Kafka later is told by whoever uses it.
    ///
    /// @param topics what was found out about the topics
    public record Open(String address, TopicReport topics) implements State {

        @Override
        public String describe() {
            return "Kafka at " + address + " is there"
                    + (topics.differences().isEmpty()
                            ? ""
                            : ", with " + topics.differences().size() + " differences of its topics");
        }
    }

    /// @param connection Kafka's client properties, with the topic prefix among them
    /// @param config what topics should be like
    public MessageLogGate(Map<String, ?> connection, KafkaConfig config) {
        address = Optional.ofNullable(connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))
                .map(Object::toString)
                .orElse(KafkaConnection.DEFAULT_ADDRESS);
        topics = new TopicAdmin(connection, config);
        state = new Waiting(address, null, Instant.now());
    }

    public State state() {
        return state;
    }

    public boolean isOpen() {
        return state instanceof Open;
    }

    /// Blocks until the gate is open.
    ///
    /// @throws InterruptedException if the thread is interrupted: nobody needs it any more
    public TopicReport await() throws InterruptedException {
        var backoff = new Backoff(FIRST, LONGEST);
        String said = "";
        long saidAt = 0;
        while (true) {
            switch (look()) {
                case Open open -> {
                    if (!said.isEmpty()) {
                        LOG.log(Level.INFO, open.describe());
                    }
                    return open.topics();
                }
                case Waiting waiting -> {
                    String sentence = waiting.describe();
                    long now = System.nanoTime();
                    if (!sentence.equals(said) || now - saidAt >= REMIND.toNanos()) {
                        LOG.log(Level.WARNING, sentence);
                        said = sentence;
                        saidAt = now;
                    }
                }
            }
            Thread.sleep(backoff.next());
        }
    }

    /// Looks once, for whoever waits in a way of their own; blocks for 15 s a question at the most.
    ///
    /// @throws InterruptedException if the thread is interrupted
    public State look() throws InterruptedException {
        if (state instanceof Waiting waiting) {
            var next = attempt(waiting);
            if (next instanceof Open open) {
                open.topics().lines().forEach(line -> LOG.log(Level.WARNING, line));
            }
            state = next;
        }
        return state;
    }

    private State attempt(Waiting before) throws InterruptedException {
        try {
            var report = topics.prepare(PATIENCE);
            return report.refusal()
                    .<State>map(refusal -> before.because("has topics that don't fit together: " + refusal))
                    .orElseGet(() -> new Open(address, report));
        } catch (TopicAdmin.TopicsUnavailableException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return before.because(e.getMessage());
        }
    }
}

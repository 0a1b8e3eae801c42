package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.kafka.TopicAdmin;
import io.moltmates.schema.kafka.TopicTail;
import io.moltmates.schema.kafka.TopicWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Replicas that work for bot accounts, as processes of their own: they are killed, frozen and thawed while people
/// write
/// and are answered; nothing is lost, repeated or out of order, but for sends that were in flight, which are counted.
class AccountLeasesIT {

    private static final int CHATS = 5;
    private static final List<String> ACCOUNTS =
            BotReplica.ACCOUNTS.values().stream().flatMap(Set::stream).sorted().toList();

    @TempDir
    Path directory;

    private final Map<String, Process> replicas = new LinkedHashMap<>();
    private final PlatformDouble platform = PlatformDouble.start();
    private final Map<String, InboundMessage> heard = new LinkedHashMap<>();
    private final Map<String, DeliveryRecord> deliveries = new ConcurrentHashMap<>();
    private Map<String, String> connection;
    private EmbeddedBroker broker;
    private TopicWriter writer;
    private TopicTail assistant;
    private int written;

    @BeforeEach
    void begin() {
        var settings = new BrokerSettings(directory.resolve("kafka"), new Ports(FreePorts.three()), "secret");
        broker = EmbeddedBroker.start(settings);
        connection = settings.client("");
        new TopicAdmin(connection, KafkaConfig.DEFAULT).createMissing(Duration.ofSeconds(30));
        writer = new TopicWriter(connection, "test");
        assistant = TopicTail.open(
                connection,
                "assistant",
                List.of(Topics.INGRESS.name(), Topics.DELIVERIES.name()),
                TopicTail.From.START,
                this::hear);
    }

    @AfterEach
    void end() {
        replicas.values().forEach(Process::destroyForcibly);
        assistant.close();
        writer.close();
        platform.close();
        broker.close();
    }

    @Test
    void nothingIsLostOrRepeatedWhenReplicasDieFreezeAndWakeUp() {
        start("a");
        awaitWorkers(Set.of("a"));
        start("b");
        awaitWorkers(Set.of("a", "b"));
        writeFor(Duration.ofSeconds(2));

        kill("a");
        long killed = System.nanoTime();
        writeUntil(Set.of("b"));
        var takeover = Duration.ofNanos(System.nanoTime() - killed);
        start("c");
        writeUntil(Set.of("b", "c"));

        signal("b", "STOP");
        writeUntil(Set.of("c"));
        signal("b", "CONT");
        writeUntil(Set.of("b", "c"));
        kill("c");
        writeUntil(Set.of("b"));
        start("d");
        writeUntil(Set.of("b", "d"));
        process("b").destroy(); // in order
        writeUntil(Set.of("d"));

        awaitSettled();
        assertThat(takeover).as("after a kill").isLessThan(Duration.ofSeconds(40));
        assertOnlyInFlightIsLate("b");
        assertThat(heardByChat()).as(this::logs).isEqualTo(saidByChat());
        var unknown = unknown();
        assertThat(platform.sent().stream().map(PlatformDouble.Sent::key))
                .as("each once")
                .doesNotHaveDuplicates();
        for (String account : ACCOUNTS) {
            for (int chat = 0; chat < CHATS; chat++) {
                assertSentInOrder(account, "chat" + chat, unknown);
            }
        }
        assertThat(unknown).as("sends in flight at two kills and a freeze").hasSizeLessThan(60);
        assertThat(deliveries.values())
                .as("where repetitions are dropped, everything is sent again")
                .noneMatch(record -> record.state() == DeliveryRecord.State.UNKNOWN
                        && record.address().channel().equals("keyed"));
        System.out.printf(
                "accounts: written=%d sent=%d unknown=%d late=%s takeover=%d ms%n",
                written, platform.sent().size(), unknown.size(), platform.staleCalls(), takeover.toMillis());
    }

    /// Who was frozen between its last look at the lease and the call makes this one call when it wakes up, and no
    /// other: what remains by `docs/adr/0016-a-lease-is-a-partition.md`.
    private void assertOnlyInFlightIsLate(String frozen) {
        var late = platform.staleCalls();
        assertThat(late).as(this::logs).allMatch(call -> call.by().equals(frozen));
        assertThat(late.stream().map(call -> call.call() + " " + call.lane()))
                .as(this::logs)
                .doesNotHaveDuplicates();
        assertThat(unknown())
                .as("of what was sent late it is known that it may have been sent")
                .containsAll(sentLate());
    }

    /// Where a repetition is not dropped.
    private Set<String> sentLate() {
        return platform.staleCalls().stream()
                .filter(call -> call.call().equals("send") && call.lane().startsWith("plain"))
                .map(PlatformDouble.Stale::key)
                .collect(Collectors.toSet());
    }

    private void assertSentInOrder(String account, String chat, Set<String> unknown) {
        var expected = heard.values().stream()
                .filter(message -> account.equals(message.address().account())
                        && chat.equals(message.address().conversation()))
                .toList();
        var sent = platform.sent().stream()
                .filter(entry -> entry.account().equals(account) && entry.chat().equals(chat))
                .map(PlatformDouble.Sent::key)
                .toList();
        var all = expected.stream().map(AccountLeasesIT::answer).toList();
        var certain = all.stream().filter(id -> !unknown.contains(id)).toList();
        assertThat(sent.stream().filter(id -> !unknown.contains(id)))
                .as("%s in %s", account, chat)
                .containsExactlyElementsOf(certain);
        var late = sentLate();
        assertThat(sent).isSubsetOf(all);
        assertThat(all.stream().filter(id -> sent.contains(id) && !late.contains(id)))
                .as("also what is unknown is in its place")
                .containsExactlyElementsOf(
                        sent.stream().filter(id -> !late.contains(id)).toList());
    }

    /// One message in each chat of each account.
    private void writeOnce() {
        written++;
        for (String account : ACCOUNTS) {
            for (int chat = 0; chat < CHATS; chat++) {
                platform.say(account, "chat" + chat, String.valueOf(written));
            }
        }
    }

    private void writeFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
            writeOnce();
            return System.nanoTime() > end;
        });
    }

    /// Until exactly these processes work for the accounts.
    private void writeUntil(Set<String> names) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    writeOnce();
                    assertThat(workers()).as(this::logs).isEqualTo(names);
                });
    }

    private void awaitWorkers(Set<String> names) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(workers()).as(this::logs).isEqualTo(names));
    }

    private Set<String> workers() {
        return ACCOUNTS.stream().map(platform::worker).collect(Collectors.toSet());
    }

    private void awaitSettled() {
        Awaitility.await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
            synchronized (heard) {
                assertThat(heard).hasSize(written * ACCOUNTS.size() * CHATS);
                assertThat(heard.values())
                        .allSatisfy(message -> assertThat(deliveries.get(answer(message)))
                                .isNotNull()
                                .extracting(DeliveryRecord::state)
                                .isNotIn(DeliveryRecord.State.INTENT, DeliveryRecord.State.DUE));
            }
        });
    }

    private Process process(String name) {
        return Objects.requireNonNull(replicas.get(name), name);
    }

    private Set<String> unknown() {
        return deliveries.values().stream()
                .filter(record -> record.state() == DeliveryRecord.State.UNKNOWN)
                .map(DeliveryRecord::id)
                .collect(Collectors.toSet());
    }

    private Map<String, List<String>> heardByChat() {
        var chats = new HashMap<String, List<String>>();
        synchronized (heard) {
            heard.values()
                    .forEach(message -> chats.computeIfAbsent(
                                    message.address().account() + "/"
                                            + message.address().conversation(),
                                    _ -> new ArrayList<>())
                            .add(message.text()));
        }
        return chats;
    }

    private Map<String, List<String>> saidByChat() {
        var texts = new ArrayList<String>();
        for (int number = 1; number <= written; number++) {
            texts.add(String.valueOf(number));
        }
        var chats = new HashMap<String, List<String>>();
        ACCOUNTS.forEach(account -> {
            for (int chat = 0; chat < CHATS; chat++) {
                chats.put(account + "/chat" + chat, texts);
            }
        });
        return chats;
    }

    /// Answers each message under an id that is derived from it, again when it comes again, as an assistant does.
    private void hear(ConsumerRecord<String, byte[]> entry) {
        if (entry.topic().equals(Topics.DELIVERIES.name())) {
            var record = RecordCodec.read(entry.value(), DeliveryRecord.class);
            deliveries.put(record.id(), record);
            return;
        }
        var message = RecordCodec.read(entry.value(), InboundMessage.class);
        synchronized (heard) {
            heard.putIfAbsent(message.id(), message);
        }
        var _ = writer.write(
                Topics.EGRESS,
                new Notice(
                        answer(message),
                        message.user(),
                        message.address(),
                        message.id(),
                        "re: " + message.text(),
                        List.of(),
                        Outcome.ANSWERED,
                        null,
                        Instant.now()),
                null);
    }

    private static String answer(InboundMessage message) {
        return message.id() + ".notice";
    }

    private void start(String name) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Dorg.jboss.logging.provider=jdk",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        connection.forEach((key, value) -> command.add("-Dkafka." + key + "=" + value));
        command.addAll(List.of(BotReplica.class.getName(), name, platform.url().toString()));
        try {
            replicas.put(
                    name,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve(name + ".log").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill(String name) {
        process(name).destroyForcibly();
    }

    private void signal(String name, String signal) {
        try {
            new ProcessBuilder(
                            "kill", "-" + signal, String.valueOf(process(name).pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String logs() {
        var text = new StringBuilder();
        for (String name : replicas.keySet()) {
            try {
                text.append("== ").append(name).append('\n').append(Files.readString(directory.resolve(name + ".log")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }
}

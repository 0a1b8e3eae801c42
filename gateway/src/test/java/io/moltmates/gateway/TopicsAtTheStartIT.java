package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.Topics;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.config.KafkaSaslConfig.Mechanism;
import io.moltmates.schema.kafka.MessageLogGate;
import io.moltmates.schema.kafka.TopicAdmin;
import io.moltmates.schema.kafka.TopicAdmin.TopicsUnavailableException;
import io.moltmates.schema.kafka.TopicReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service finds out about topics at its start, at a broker with accounts that may do little.
class TopicsAtTheStartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static SecuredBroker broker;

    @BeforeAll
    static void begin() throws Exception {
        broker = SecuredBroker.start(directory.resolve("kafka"), TestKeys.make(directory.resolve("keys")));
        broker.addAccount("full", "full");
        broker.addAccount("poor", "poor");
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    private static KafkaConfig full(String prefix) throws Exception {
        broker.allowTopics("full", prefix, AclOperation.ALL);
        return broker.login(prefix, Mechanism.SCRAM_SHA_512, "full", "full");
    }

    private static TopicReport prepare(KafkaConfig config) {
        return new TopicAdmin(config.clientProperties(), config).prepare(PATIENCE);
    }

    @Test
    void whoOnlyComparesMakesNothingAndSaysWhatIsMissing() throws Exception {
        var config = full("bare.");
        assertThat(new TopicAdmin(config.clientProperties(), config)
                        .compare(PATIENCE)
                        .notes())
                .singleElement()
                .asString()
                .startsWith("Topics are missing, or this account may not see them: bare.moltmate.");
        assertThat(SecuredBroker.await(broker.owner().listTopics().names()))
                .noneMatch(name -> name.startsWith("bare."));
    }

    @Test
    void manyServicesCreateTheTopicsAtOnce() throws Exception {
        var config = full("race.");
        try (var services = Executors.newVirtualThreadPerTaskExecutor()) {
            var reports = new ArrayList<CompletableFuture<TopicReport>>();
            for (int service = 0; service < 6; service++) {
                reports.add(CompletableFuture.supplyAsync(() -> prepare(config), services));
            }
            assertThat(reports.stream().flatMap(report -> report.join().created().stream()))
                    .containsExactlyInAnyOrderElementsOf(Topics.all().stream()
                            .map(topic -> "race." + topic.name())
                            .toList());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        SecuredBroker.await(broker.owner().listTopics().names()).containsAll(created(config)));
        assertThat(prepare(config).lines()).isEmpty();
    }

    private static List<String> created(KafkaConfig config) {
        return Topics.all().stream()
                .map(topic -> config.topicPrefix() + topic.name())
                .toList();
    }

    @Test
    void everySettingThatDiffersIsALine() throws Exception {
        var config = full("differs.");
        prepare(config);
        set("differs.moltmate.ingress", "retention.ms", "60000");
        set("differs.moltmate.users", "cleanup.policy", "delete");
        set("differs.moltmate.egress", "max.message.bytes", "1000");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prepare(config).lines())
                        .hasSize(3)
                        .anySatisfy(line -> assertThat(line)
                                .contains(
                                        "topic=differs.moltmate.ingress setting=retention.ms is=60000 wanted=86400000")
                                .contains("kafka-configs.sh --bootstrap-server " + broker.address()))
                        .anySatisfy(line -> assertThat(line)
                                .contains(
                                        "topic=differs.moltmate.users setting=cleanup.policy is=delete wanted=compact"))
                        .anySatisfy(line -> assertThat(line)
                                .contains("topic=differs.moltmate.egress setting=max.message.bytes is=1000")));
        var admin = new TopicAdmin(config.clientProperties(), config);
        assertThat(admin.compare(PATIENCE).told())
                .containsEntry("topics", "3 differences")
                .containsKeys("difference 1", "difference 2", "difference 3");
        assertThat(admin.prepareOwn(PATIENCE).lines()).isEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prepare(config).lines()).isEmpty());
    }

    @Test
    void aMissingTopicGetsAsManyPartitionsAsTheOthersHave() throws Exception {
        var config = full("twelve.");
        create("twelve.moltmate.ingress", 12);
        var report = prepare(config);
        assertThat(report.refusal()).isEmpty();
        assertThat(prepare(config).differences())
                .filteredOn(difference -> difference.setting().equals("partitions"))
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.topics()).contains("twelve.moltmate.ingress", "twelve.moltmate.turns"));
    }

    @Test
    void topicsThatDontFitTogetherKeepTheGateShutUntilTheyDo() throws Exception {
        var config = full("uneven.");
        create("uneven.moltmate.live", 3);
        create("uneven.moltmate.turns", 6);
        prepare(config);
        var gate = new MessageLogGate(config.clientProperties(), config);
        var opened = CompletableFuture.supplyAsync(() -> {
            try {
                return gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gate.state().describe())
                        .contains("has topics that don't fit together", "topic=uneven.moltmate.live", "is=[3]")
                        .contains("--alter --topic TOPIC --partitions 6"));
        assertThat(opened).isNotDone();
        SecuredBroker.await(broker.owner()
                .createPartitions(Map.of("uneven.moltmate.live", NewPartitions.increaseTo(6)))
                .all());
        assertThat(opened).succeedsWithin(PATIENCE);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void withoutTheRightToCreateTheSentenceNamesWhatIsMissing() throws Exception {
        broker.allowTopics("poor", "shut.", AclOperation.DESCRIBE);
        var config = broker.login("shut.", Mechanism.SCRAM_SHA_512, "poor", "poor");
        assertThatThrownBy(() -> prepare(config))
                .isInstanceOf(TopicsUnavailableException.class)
                .hasMessageContaining("does not let this account create topics")
                .hasMessageContaining("shut.moltmate.ingress, ")
                .hasMessageContaining("whose names begin with 'shut.moltmate.'");
    }

    @Test
    void topicsThatAreThereAreEnoughForWhoMayOnlyUseThem() throws Exception {
        prepare(full("used."));
        broker.allowTopics("poor", "used.", AclOperation.READ, AclOperation.WRITE);
        var report = prepare(broker.login("used.", Mechanism.SCRAM_SHA_512, "poor", "poor"));
        assertThat(report.refusal()).isEmpty();
        assertThat(report.lines())
                .containsExactly("The settings of topics are not checked: Kafka does not let this account see them"
                        + " (DescribeConfigs on topics).");
    }

    @Test
    void moreReplicasThanBrokersAreSaid() throws Exception {
        var config = full("many.");
        var three = new KafkaConfig(
                config.bootstrapServers(),
                "many.",
                6,
                3,
                config.retention(),
                Map.of(),
                config.tls(),
                config.sasl(),
                Map.of());
        assertThatThrownBy(() -> prepare(three))
                .hasMessageContaining("has fewer brokers than kafka.replication: 3 asks copies for");
    }

    @Test
    void aCertificateAndAPlainLoginOpenTheGateToo() throws Exception {
        broker.allowTopics("CN=moltmates", "mutual.", AclOperation.ALL);
        var mutual = broker.mutual("mutual.");
        assertThat(new MessageLogGate(mutual.clientProperties(), mutual).await().created())
                .hasSize(Topics.all().size());
        broker.allowTopics(SecuredBroker.PLAIN_ACCOUNT, "plain.", AclOperation.ALL);
        var plain = broker.login("plain.", Mechanism.PLAIN, SecuredBroker.PLAIN_ACCOUNT, SecuredBroker.PLAIN_ACCOUNT);
        assertThat(new MessageLogGate(plain.clientProperties(), plain).await().created())
                .hasSize(Topics.all().size());
    }

    private static void create(String topic, int partitions) throws Exception {
        SecuredBroker.await(broker.owner()
                .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all());
        Awaitility.await("the broker knows of it")
                .until(() ->
                        SecuredBroker.await(broker.owner().listTopics().names()).contains(topic));
    }

    private static void set(String topic, String setting, String value) throws Exception {
        SecuredBroker.await(broker.owner()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all());
    }
}

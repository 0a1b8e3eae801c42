package io.moltmates.gateway;

import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.config.KafkaSaslConfig;
import io.moltmates.schema.config.KafkaSaslConfig.Mechanism;
import io.moltmates.schema.config.KafkaTlsConfig;
import io.moltmates.schema.config.Secret;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A broker as a company has one: it speaks TLS, wants a login by SCRAM or PLAIN, or a client's certificate, and allows
/// each account only what it was given. Its owner comes by a listener of their own and may do everything.
final class SecuredBroker implements AutoCloseable {

    /// May log in by PLAIN, with this as password too.
    static final String PLAIN_ACCOUNT = "canary-plain";

    private final TestKeys keys;
    private final int first;
    private final EmbeddedBroker broker;
    private final Admin owner;

    private SecuredBroker(TestKeys keys, int first, EmbeddedBroker broker, Admin owner) {
        this.keys = keys;
        this.first = first;
        this.broker = broker;
        this.owner = owner;
    }

    static SecuredBroker start(Path directory, TestKeys keys) {
        int first = FreePorts.three();
        int more = FreePorts.three();
        while (more == first) {
            more = FreePorts.three();
        }
        var settings = new HashMap<>(new BrokerSettings(directory, new Ports(first), "unused").broker());
        settings.put(
                "listeners",
                "OWNER://127.0.0.1:" + first + ",LOGIN://localhost:" + (first + 1) + ",MUTUAL://localhost:"
                        + (first + 2) + ",CONTROLLER://127.0.0.1:" + more);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + more);
        settings.put("inter.broker.listener.name", "OWNER");
        settings.put(
                "listener.security.protocol.map", "OWNER:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_SSL,MUTUAL:SSL");
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        settings.put(
                "listener.name.login.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put(
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + PLAIN_ACCOUNT + "=\""
                        + PLAIN_ACCOUNT + "\";");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", keys.broker().toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", keys.authority().toString());
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.put("super.users", "User:ANONYMOUS");
        var broker = EmbeddedBroker.start(directory, settings);
        return new SecuredBroker(keys, first, broker, Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + first)));
    }

    String address() {
        return "localhost:" + (first + 1);
    }

    /// Whoever may do everything.
    Admin owner() {
        return owner;
    }

    void addAccount(String name, String password) throws Exception {
        await(owner.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all());
    }

    /// On topics whose names begin with the prefix and the family's name.
    void allowTopics(String account, String prefix, AclOperation... operations) throws Exception {
        allow(account, ResourceType.TOPIC, prefix + "moltmate.", operations);
    }

    void allowGroups(String account, String prefix) throws Exception {
        allow(account, ResourceType.GROUP, prefix + "moltmate-", AclOperation.READ);
    }

    private void allow(String account, ResourceType type, String name, AclOperation... operations) throws Exception {
        var pattern = new ResourcePattern(type, name, PatternType.PREFIXED);
        var rights = Arrays.stream(operations)
                .map(operation -> new AclBinding(
                        pattern, new AccessControlEntry("User:" + account, "*", operation, AclPermissionType.ALLOW)))
                .toList();
        await(owner.createAcls(rights).all());
        Awaitility.await("the broker knows of them")
                .until(() ->
                        await(owner.describeAcls(AclBindingFilter.ANY).values()).containsAll(rights));
    }

    /// How an account logs in by its password.
    KafkaConfig login(String prefix, Mechanism mechanism, String name, String password) {
        return config(address(), prefix, tls(null, null), new KafkaSaslConfig(mechanism, name, Secret.of(password)));
    }

    /// How `CN=moltmates` comes by its certificate.
    KafkaConfig mutual(String prefix) {
        return config(
                "localhost:" + (first + 2),
                prefix,
                tls(keys.clientCertificate(), keys.clientKey()),
                KafkaSaslConfig.DEFAULT);
    }

    private KafkaTlsConfig tls(@Nullable Path certificate, @Nullable Path key) {
        return new KafkaTlsConfig(true, keys.authority(), null, null, certificate, key, null, true);
    }

    private static KafkaConfig config(String address, String prefix, KafkaTlsConfig tls, KafkaSaslConfig sasl) {
        var usual = KafkaConfig.DEFAULT;
        return new KafkaConfig(
                address,
                prefix,
                usual.partitions(),
                1,
                usual.retention(),
                usual.retentions(),
                tls,
                sasl,
                usual.properties());
    }

    static <T> T await(KafkaFuture<T> answer) throws Exception {
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        owner.close();
        broker.close();
    }
}

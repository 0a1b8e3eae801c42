package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoltmateConfigTest {

    @Test
    void hasTheseDefaults() {
        assertThat(clean("{ providers: { openai: {} } }"))
                .isEqualTo(new MoltmateConfig(
                        new GatewayConfig(18789, "127.0.0.1", new AuthConfig(null), List.of()),
                        Map.of(
                                "openai",
                                new ProviderConfig(
                                        "openai",
                                        null,
                                        null,
                                        null,
                                        new TimeoutsConfig(
                                                Duration.ofSeconds(10),
                                                Duration.ofMinutes(2),
                                                Duration.ofMinutes(1),
                                                Duration.ofMinutes(15)))),
                        new AgentsConfig(
                                new AgentConfig(null, null, List.of(), 4096, null, null, null), 1000, Map.of()),
                        new ChannelsConfig(
                                new WebChannelConfig(true, List.of("owner"), 25),
                                new ApiChannelConfig(true, "Molty", List.of("*")),
                                new TelegramConfig(
                                        true,
                                        null,
                                        null,
                                        URI.create("https://api.telegram.org"),
                                        null,
                                        null,
                                        null,
                                        DmPolicy.ALLOWLIST,
                                        List.of(),
                                        GroupPolicy.ALLOWLIST,
                                        new GroupsConfig(List.of(), "Molty", true, List.of(), 50, Map.of()),
                                        TelegramConfig.Streaming.DRAFT,
                                        "",
                                        20,
                                        30,
                                        Map.of())),
                        new ToolsConfig(
                                List.of(Tool.READ, Tool.WRITE, Tool.EDIT, Tool.DELETE, Tool.LIST, Tool.EXEC),
                                new ExecConfig(
                                        ExecConfig.Security.ALLOWLIST,
                                        List.of("cat", "head", "tail", "grep", "wc", "pdftotext"),
                                        Duration.ofMinutes(1),
                                        Map.of()),
                                new MediaConfig(new AudioConfig(true, List.of(), null, 25, Duration.ofMinutes(2)))),
                        new SandboxConfig(
                                SandboxConfig.Mode.ON,
                                SandboxConfig.Scope.SESSION,
                                "none",
                                new DockerConfig(
                                        "moltmate-sandbox:bookworm-slim",
                                        ByteSize.parse("512m"),
                                        1.0,
                                        128,
                                        null,
                                        null,
                                        64),
                                1024,
                                Duration.ofMinutes(15),
                                Duration.ofHours(24),
                                64,
                                2),
                        new CommandsConfig(true, List.of()),
                        new MessagesConfig(
                                Duration.ofHours(24),
                                50,
                                65536,
                                new QueueConfig(
                                        QueueConfig.Mode.COLLECT, Duration.ofSeconds(1), 20, QueueConfig.Drop.NEW)),
                        new LimitsConfig(60, 0, 0, Map.of(), Map.of()),
                        new IdentityLinksConfig(Map.of()),
                        new SessionConfig(new SessionResetConfig(null, null)),
                        new KafkaConfig(
                                null,
                                "",
                                6,
                                1,
                                Duration.ofHours(24),
                                Map.of(),
                                new KafkaTlsConfig(false, null, null, null, null, null, null, true),
                                new KafkaSaslConfig(null, null, null),
                                Map.of()),
                        new StateConfig(StateConfig.Sync.AUTO),
                        new LoggingConfig(LoggingConfig.Level.INFO, LoggingConfig.Format.TEXT),
                        new TelemetryConfig(
                                false,
                                URI.create("http://localhost:4318"),
                                1.0,
                                false,
                                true,
                                null,
                                Duration.ofMinutes(10)),
                        Map.of()));
    }

    @Test
    void takesEveryKey() {
        assertThat(clean("""
                {
                  gateway: { port: 1, bind: "::1", auth: { token: "t" }, origins: ["https://o.example:8443"] },
                  providers: { mine: { apiKey: "k", baseUrl: "https://m.example", dialect: "anthropic",
                      timeouts: { connect: "1s", firstByte: "2s", idle: "3s", total: "4s" } } },
                  agents: { main: { model: "m", provider: "mine", fallbacks: ["openai/f"], maxTokens: 7, temperature: 1,
                      contextTokens: 8000, systemPrompt: "s" }, parallel: 9,
                      thrifty: { users: ["bob", 7], model: "mine/s", fallbacks: ["mine/t"], maxTokens: 5, temperature: 0.5,
                          systemPrompt: "p" } },
                  channels: { web: { enabled: false, allowFrom: ["alice", "bob"], maxUploadMb: 1 },
                      api: { enabled: false, persona: "Cami", allowFrom: ["carol"] },
                      telegram: { enabled: false, botToken: "1:a", apiRoot: "http://t.example", proxy: "http://p.example:3",
                          webhookUrl: "https://w.example/t", webhookSecret: "s", dmPolicy: "pairing", allowFrom: [7, "bob"],
                          groupPolicy: "open", streaming: "edit", ackReaction: "👀", mediaMaxMb: 2, messagesPerSecond: 31,
                          groups: { allowFrom: [-1001], persona: "Cami", requireMention: false, mentionPatterns: ["hey"],
                              history: 3, "-100": { requireMention: true, allowFrom: [8], systemPrompt: "g" } },
                          accounts: { second: { enabled: false, tokenFile: "/t", webhookUrl: "https://w.example/2",
                              webhookSecret: "s2" } } } },
                  tools: { allow: ["list"], exec: { security: "deny", safeBins: ["ls"], timeout: "5s",
                      programs: { ls: { options: true } } },
                      media: { audio: { enabled: false, models: ["mine/a"], language: "de", maxMb: 3, timeout: "9s" } } },
                  sandbox: { mode: "off", scope: "user", network: "none", workspaceMb: 2, idle: "1m",
                      maxAge: "10m", parallel: 3, pool: 0,
                      docker: { image: "i:1", memory: "1g", cpus: 0.5, pidsLimit: 9, runtime: "runsc",
                          host: "tcp://d:1", tmpMb: 5 } },
                  commands: { model: false, operators: ['telegram:1', 'tg:2'] },
                  messages: { maxAge: "7d", laneCapacity: 2, maxTextBytes: 3,
                      queue: { mode: "steer", debounce: "5ms", cap: 4, drop: "old" } },
                  identityLinks: { alice: ["tg:7", "web:alice"] },
                  session: { reset: { daily: "23:59", idle: "2h" } },
                  limits: { messagesPerMinute: 4, tokensPerDay: 5, moneyPerDay: 0.5,
                      users: { alice: { messagesPerMinute: 6, tokensPerDay: 7, moneyPerDay: 1.5 } },
                      prices: { "mine/m": { input: 1, output: 2.5, cacheRead: 0.1, cacheWrite: 1.25, minute: 0.5 } } },
                  kafka: { bootstrapServers: "a:1,b:2", topicPrefix: "acme.", partitions: 3, replication: 2,
                      retention: "90m", retentions: { ingress: "1h", "moltmate.turns.dlq": "2d" },
                      tls: { enabled: true, trustStore: "/t.p12", trustStorePassword: "tp", certificateFile: "/c",
                          keyFile: "/k", keyPassword: "kp", verifyHostname: false },
                      sasl: { mechanism: "SCRAM-SHA-256", username: "u", password: "p" },
                      properties: { "client.rack": "r" } },
                  state: { sync: "never" },
                  logging: { level: "trace", format: "json" },
                  telemetry: { enabled: true, endpoint: "https://otel.example:4318", sampling: 0.5, content: true,
                      metrics: false, metricsAddress: "[::1]:9464", stuckAfter: "5m" },
                }
                """))
                .isEqualTo(new MoltmateConfig(
                        new GatewayConfig(1, "::1", new AuthConfig(Secret.of("t")), List.of("https://o.example:8443")),
                        Map.of(
                                "mine",
                                new ProviderConfig(
                                        "mine",
                                        Secret.of("k"),
                                        URI.create("https://m.example"),
                                        Dialect.ANTHROPIC,
                                        new TimeoutsConfig(
                                                Duration.ofSeconds(1),
                                                Duration.ofSeconds(2),
                                                Duration.ofSeconds(3),
                                                Duration.ofSeconds(4)))),
                        new AgentsConfig(
                                new AgentConfig("m", "mine", List.of("openai/f"), 7, 1.0, 8000, "s"),
                                9,
                                Map.of(
                                        "thrifty",
                                        new AgentProfileConfig(
                                                List.of("bob", "7"), "mine/s", List.of("mine/t"), 5, 0.5, "p"))),
                        new ChannelsConfig(
                                new WebChannelConfig(false, List.of("alice", "bob"), 1),
                                new ApiChannelConfig(false, "Cami", List.of("carol")),
                                new TelegramConfig(
                                        false,
                                        Secret.of("1:a"),
                                        null,
                                        URI.create("http://t.example"),
                                        URI.create("http://p.example:3"),
                                        URI.create("https://w.example/t"),
                                        Secret.of("s"),
                                        DmPolicy.PAIRING,
                                        List.of("7", "bob"),
                                        GroupPolicy.OPEN,
                                        new GroupsConfig(
                                                List.of("-1001"),
                                                "Cami",
                                                false,
                                                List.of("hey"),
                                                3,
                                                Map.of("-100", new GroupConfig(true, List.of("8"), "g"))),
                                        TelegramConfig.Streaming.EDIT,
                                        "👀",
                                        2,
                                        31,
                                        Map.of(
                                                "second",
                                                new TelegramAccountConfig(
                                                        false,
                                                        null,
                                                        Path.of("/t"),
                                                        URI.create("https://w.example/2"),
                                                        Secret.of("s2"))))),
                        new ToolsConfig(
                                List.of(Tool.LIST),
                                new ExecConfig(
                                        ExecConfig.Security.DENY,
                                        List.of("ls"),
                                        Duration.ofSeconds(5),
                                        Map.of("ls", new ProgramConfig(true))),
                                new MediaConfig(
                                        new AudioConfig(false, List.of("mine/a"), "de", 3, Duration.ofSeconds(9)))),
                        new SandboxConfig(
                                SandboxConfig.Mode.OFF,
                                SandboxConfig.Scope.USER,
                                "none",
                                new DockerConfig(
                                        "i:1", ByteSize.ofMegabytes(1024), 0.5, 9, "runsc", URI.create("tcp://d:1"), 5),
                                2,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(10),
                                3,
                                0),
                        new CommandsConfig(false, List.of("telegram:1", "tg:2")),
                        new MessagesConfig(
                                Duration.ofDays(7),
                                2,
                                3,
                                new QueueConfig(QueueConfig.Mode.STEER, Duration.ofMillis(5), 4, QueueConfig.Drop.OLD)),
                        new LimitsConfig(
                                4,
                                5,
                                0.5,
                                Map.of("alice", new PersonLimitsConfig(6, 7, 1.5)),
                                Map.of("mine/m", new PriceConfig(1, 2.5, 0.1, 1.25, 0.5))),
                        new IdentityLinksConfig(Map.of("alice", List.of("tg:7", "web:alice"))),
                        new SessionConfig(new SessionResetConfig("23:59", Duration.ofHours(2))),
                        new KafkaConfig(
                                "a:1,b:2",
                                "acme.",
                                3,
                                2,
                                Duration.ofMinutes(90),
                                Map.of("ingress", Duration.ofHours(1), "moltmate.turns.dlq", Duration.ofDays(2)),
                                new KafkaTlsConfig(
                                        true,
                                        null,
                                        Path.of("/t.p12"),
                                        Secret.of("tp"),
                                        Path.of("/c"),
                                        Path.of("/k"),
                                        Secret.of("kp"),
                                        false),
                                new KafkaSaslConfig(KafkaSaslConfig.Mechanism.SCRAM_SHA_256, "u", Secret.of("p")),
                                Map.of("client.rack", Secret.of("r"))),
                        new StateConfig(StateConfig.Sync.NEVER),
                        new LoggingConfig(LoggingConfig.Level.TRACE, LoggingConfig.Format.JSON),
                        new TelemetryConfig(
                                true,
                                URI.create("https://otel.example:4318"),
                                0.5,
                                true,
                                false,
                                "[::1]:9464",
                                Duration.ofMinutes(5)),
                        Map.of()));
    }
}

package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.edit;
import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadSectionTest {

    @Test
    void isOffAndSaysWhyWhileTheRestRuns() {
        var config =
                load("{ tools: { allow: ['raed'] }, gateway: { port: 18800 } }").config();

        assertThat(config.tools()).isEqualTo(ToolsConfig.OFF);
        assertThat(config.gateway().port()).isEqualTo(18800);
        assertThat(config.disabledSections()).containsOnlyKeys("tools");
        assertThat(config.disabledSections().get("tools"))
                .isEqualTo("line 1: tools.allow[0]: 'raed' is not one of read, write, edit, delete, list, exec");
    }

    @Test
    void ofOneProviderLeavesTheOthers() {
        var config = load("{ providers: { openai: { apiKey: 7 }, groq: { apiKey: 'k' }, strange: {} } }")
                .config();

        assertThat(config.providers()).containsOnlyKeys("groq");
        assertThat(config.disabledSections()).containsOnlyKeys("providers.openai", "providers.strange");
    }

    @Test
    void ofOneChannelLeavesTheOther() {
        var config = load("{ channels: { web: { allowFrom: 'alice' } } }").config();

        assertThat(config.channels())
                .isEqualTo(new ChannelsConfig(WebChannelConfig.OFF, ApiChannelConfig.DEFAULT, TelegramConfig.DEFAULT));
        assertThat(config.disabledSections()).containsOnlyKeys("channels.web");
    }

    @Test
    void ofExecLeavesTheOtherTools() {
        var tools =
                load("{ tools: { exec: { safeBins: ['/bin/sh'] } } }").config().tools();

        assertThat(tools.allows(Tool.READ)).isTrue();
        assertThat(tools.allows(Tool.EXEC)).isFalse();
    }

    @Test
    void goesOnAsItWasWhenARunningSystemIsEdited() {
        var loaded = edit(
                "{ tools: { allow: ['read'] }, providers: { groq: { apiKey: 'old' } }, commands: { model: true } }",
                "{ tools: { allow: 'all' }, providers: { groq: { apiKey: 1 } }, commands: { model: false } }");

        assertThat(loaded.findings()).hasSize(2);
        assertThat(loaded.config().tools().allow()).containsExactly(Tool.READ);
        assertThat(loaded.config().providers().get("groq")).returns(Secret.of("old"), ProviderConfig::apiKey);
        assertThat(loaded.config().commands().model()).isFalse();
        assertThat(loaded.config().disabledSections()).isEmpty();
    }

    @Test
    void staysOffWhenItIsEditedAndStillBad() {
        var loaded = edit("{ tools: { allow: 'all' } }", "{ tools: { allow: 'none' } }");

        assertThat(loaded.config().tools()).isEqualTo(ToolsConfig.OFF);
        assertThat(loaded.config().disabledSections()).containsOnlyKeys("tools");
    }

    @Test
    void isOnAgainWhenItIsMended() {
        var loaded = edit("{ tools: { allow: 'all' } }", "{ tools: { allow: ['list'] } }");

        assertThat(loaded.config().tools().allow()).isEqualTo(List.of(Tool.LIST));
        assertThat(loaded.config().disabledSections()).isEmpty();
    }

    @Test
    void goesOnAsItWasWhenTheFileIsNoMoreJson() {
        var loaded = edit("{ commands: { model: false } }", "{ commands: { model: true ");

        assertThat(loaded.config().commands().model()).isFalse();
    }

    @Test
    void ofAnOpenGatewayForbidsTheStart() {
        var loaded = load("{ gateway: { bind: '0.0.0.0' } }");

        assertThat(loaded.refusals()).containsExactly(only(loaded));
        assertThat(only(loaded).describe())
                .isEqualTo("moltmate.json:1:20: fatal: gateway.bind: '0.0.0.0' lets others reach the gateway, "
                        + "and gateway.auth.token is not set. Set gateway.auth.token, or bind to 127.0.0.1.");
        assertThat(loaded.config().gateway()).isEqualTo(GatewayConfig.DEFAULT);
    }

    @Test
    void isNotAnOpenGatewayWithAToken() {
        var loaded = load("{ gateway: { bind: '0.0.0.0', auth: { token: 'correct-horse' } } }");

        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.config().gateway().isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gateway: 5                                       | gateway              | a number is not a section
            gateway: { port: "18800" }                       | gateway.port         | '18800' is text, not a number
            gateway: { port: 1.5 }                           | gateway.port         | 1.5 is not a whole number, or too large
            gateway: { port: 0 }                             | gateway.port         | 0 is not between 1 and 65535
            gateway: { port: true }                          | gateway.port         | true is not a number
            gateway: { bind: "" }                            | gateway.bind         | '' is empty
            gateway: { origins: ["https://a/b"] }            | gateway.origins[0]   | 'https://a/b' is not an origin
            gateway: { origins: {} }                         | gateway.origins      | this section is not a list
            providers: []                                    | providers            | a list is not a section
            providers: { x: {} }                             | providers.x          | this section is no known provider, and has no baseUrl
            providers: { x: { baseUrl: "ftp://a" } }         | providers.x.baseUrl  | 'ftp://a' is not an http or https address
            providers: { x: { baseUrl: "http://a b" } }      | providers.x.baseUrl  | 'http://a b' is not an address
            providers: { x: { baseUrl: "http://u:p@a" } }    | providers.x.baseUrl  | the value holds a user or a password
            providers: { groq: { dialect: "opnai" } }        | providers.groq.dialect | 'opnai' is not one of openai, anthropic, ollama
            providers: { groq: { timeouts: { idle: 30 } } }  | providers.groq.timeouts.idle | 30 is not a duration
            agents: { main: { model: " " } }                 | agents.main.model    | ' ' is empty
            agents: { main: { temperature: 3 } }             | agents.main.temperature | 3 is not between 0.0 and 2.0
            agents: { main: { maxTokens: 0 } }               | agents.main.maxTokens | 0 is not between 1 and 1000000
            channels: { web: { enabled: "yes" } }            | channels.web.enabled | 'yes' is not true or false
            channels: { web: { allowFrom: ["a b"] } }        | channels.web.allowFrom[0] | 'a b' is not a name
            channels: { api: { persona: "" } }               | channels.api.persona | '' is empty
            tools: { allow: ["read", 5] }                    | tools.allow[1]       | 5 is not one of read, write, edit, delete, list, exec
            tools: { exec: { security: "full" } }            | tools.exec.security  | 'full' is not one of allowlist, deny
            tools: { exec: { safeBins: ["bin/cat"] } }       | tools.exec.safeBins[0] | 'bin/cat' is not the plain name of a program
            tools: { exec: { timeout: "9h" } }               | tools.exec.timeout   | '9h' is not between 100ms and 1h
            sandbox: { network: "host" }                     | sandbox.network      | 'host' is not allowed, because commands would reach all that this machine reaches
            sandbox: { mode: true }                          | sandbox.mode         | true is not one of on, off
            sandbox: { docker: { memory: "512 megs" } }      | sandbox.docker.memory | '512 megs' is not a size
            sandbox: { docker: { memory: "1m" } }            | sandbox.docker.memory | '1m' is not between 16m and 1024g
            sandbox: { docker: { image: "a b" } }            | sandbox.docker.image | 'a b' is not an image's name
            sandbox: { docker: { host: "http://x" } }        | sandbox.docker.host  | 'http://x' is not an engine's address
            commands: { operators: ['bob'] }                 | commands.operators[0] | 'bob' is not an id with its channel
            commands: { operators: ['tg:*'] }                | commands.operators[0] | 'tg:*' is not an id with its channel
            commands: { model: 1 }                           | commands.model       | 1 is not true or false
            session: { reset: { daily: "24:00" } }           | session.reset.daily   | '24:00' is not a time of day
            messages: { laneCapacity: 0 }                    | messages.laneCapacity | 0 is not between 1 and 100000
            messages: { maxAge: "soon" }                     | messages.maxAge      | 'soon' is not a duration
            kafka: { bootstrapServers: "kafka" }             | kafka.bootstrapServers | 'kafka' is not a list of brokers
            kafka: { properties: { a: 5 } }                  | kafka.properties.a   | the value is a number, not text
            kafka: { topicPrefix: "a b" }                    | kafka.topicPrefix    | 'a b' is not what names of topics may begin with
            kafka: { retentions: { ingres: "1h" } }          | kafka.retentions.ingres | '1h' is for no topic that keeps its records for a time
            kafka: { retentions: { users: "1h" } }           | kafka.retentions.users | '1h' is for no topic that keeps its records for a time
            kafka: { retentions: { "turns.dlq": "1s" } }     | kafka.retentions.turns.dlq | '1s' is not between 1m and 87600h
            kafka: { retentions: { live: "soon" } }          | kafka.retentions.live | 'soon' is not a duration
            kafka: { tls: true }                             | kafka.tls            | true or false is not a section
            kafka: { tls: { enabled: "yes" } }               | kafka.tls.enabled    | 'yes' is not true or false
            kafka: { tls: { caFile: "ca.pem" } }             | kafka.tls.caFile     | 'ca.pem' is not an absolute path
            kafka: { tls: { caFile: "/a", trustStore: "/b" } } | kafka.tls.trustStore | '/b' says the same as caFile
            kafka: { tls: { certificateFile: "/a" } }        | kafka.tls.certificateFile | '/a' has no key
            kafka: { tls: { keyFile: "/a" } }                | kafka.tls.keyFile    | '/a' belongs to no certificate
            kafka: { sasl: { mechanism: "SCRAM" } }          | kafka.sasl.mechanism | 'SCRAM' is not one of plain, scram-sha-256, scram-sha-512
            kafka: { sasl: { mechanism: "PLAIN" } }          | kafka.sasl           | this section has a mechanism, but not both a username and a password
            kafka: { sasl: { username: "u" } }               | kafka.sasl           | this section has no mechanism
            kafka: { sasl: { mechanism: "PLAIN", username: "u", password: "a\\nb" } } | kafka.sasl.password | the value is empty, or has characters that can't be written
            state: { sync: "sometimes" }                     | state.sync           | 'sometimes' is not one of auto, always, never
            logging: { level: "verbose" }                    | logging.level        | 'verbose' is not one of error, warn, info, debug, trace
            telemetry: { endpoint: "collector:4317" }        | telemetry.endpoint   | 'collector:4317' is not the address of an OTLP receiver
            telemetry: { sampling: 2 }                       | telemetry.sampling   | 2 is not between 0.0 and 1.0
            telemetry: { metricsAddress: "9464" }            | telemetry.metricsAddress | '9464' is not an address to listen on
            """)
    void isExplained(String section, String key, String wrong) {
        var loaded = load("{ " + section + " }");

        assertThat(only(loaded)).returns(key, Finding::key).returns(wrong, Finding::wrong);
        assertThat(only(loaded).right()).matches("[A-Z].*[.?]");
        assertThat(loaded.config().disabledSections()).hasSize(1);
    }
}

package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsConfigTest {

    private final AgentsConfig agents = clean("""
            { agents: {
                main: { systemPrompt: "Be kind." },
                thrifty: { users: ["bob", "telegram_7", "telegram:8"], model: "openai/small", fallbacks: ["groq/spare"] },
                terse: { users: [9], systemPrompt: "Be brief." } } }
            """).agents();

    @ParameterizedTest
    @ValueSource(strings = {"web_bob", "telegram_bob", "telegram_7", "telegram_8"})
    void namesPeopleAsLimitsDo(String user) {
        assertThat(agents.of(new UserId(user)).models()).containsExactly("openai/small", "groq/spare");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_alice", "web_7", "signal_8"})
    void everybodyElseHasWhatIsThereForAll(String user) {
        assertThat(agents.of(new UserId(user))).isEqualTo(AgentProfileConfig.DEFAULT);
        assertThat(agents.systemPrompt(new UserId(user))).isEqualTo("Be kind.");
    }

    @Test
    void whatAProfileDoesNotSayMainSays() {
        assertThat(agents.systemPrompt(UserId.of("web", "bob"))).isEqualTo("Be kind.");
        assertThat(agents.systemPrompt(UserId.of("telegram", "9"))).isEqualTo("Be brief.");
        assertThat(agents.of(UserId.of("telegram", "9")).models()).isEmpty();
    }

    @Test
    void aBadProfileIsOffAndTheOthersStay() {
        var loaded = Loading.load("{ agents: { one: { users: [\"*\"] }, two: { users: [\"bob\"], maxTokens: 5 } } }");

        assertThat(loaded.config().agents().named()).containsOnlyKeys("two");
        assertThat(loaded.config().disabledSections()).containsOnlyKeys("agents.one");
    }
}

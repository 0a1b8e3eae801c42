package io.moltmates.ingress.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.TokenUsage;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {

    private final ChatAnswer answer = new ChatAnswer("m1", 7, "gpt-4o");

    @Test
    void rendersAWholeAnswer() {
        assertThat(answer.whole("Noon.", new TokenUsage(10, 3, 4, 0)))
                .hasToString(
                        "{\"id\":\"chatcmpl-m1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"gpt-4o\","
                                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Noon.\","
                                + "\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":3,\"total_tokens\":13,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}");
    }

    @Test
    void rendersTheChunksOfAStream() {
        assertThat(answer.begin(false).at("/choices/0/delta"))
                .hasToString("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
        assertThat(answer.more("No", false))
                .hasToString("{\"id\":\"chatcmpl-m1\",\"object\":\"chat.completion.chunk\",\"created\":7,"
                        + "\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"No\"},"
                        + "\"logprobs\":null,\"finish_reason\":null}]}");
        assertThat(answer.end(false).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void tellsTheUsageInAChunkWithoutChoices() {
        assertThat(answer.more("No", true).get("usage").isNull()).isTrue();
        assertThat(answer.usageChunk(TokenUsage.NONE).get("choices")).isEmpty();
        assertThat(answer.usageChunk(TokenUsage.NONE).at("/usage/total_tokens").asInt(-1))
                .isZero();
    }

    @Test
    void rendersAnErrorInOpenAisForm() {
        assertThat(ApiError.invalid("n", null, "Only one.").json())
                .hasToString("{\"error\":{\"message\":\"Only one.\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"n\",\"code\":null}}");
    }
}

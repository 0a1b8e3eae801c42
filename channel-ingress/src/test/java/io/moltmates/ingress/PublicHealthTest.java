package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.health.SmallRyeHealth;
import jakarta.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicHealthTest {

    private boolean up = true;
    private TestHttp http;

    @BeforeEach
    void open() throws Exception {
        var health = new PublicHealth(_ -> health(), "operator"::equals);
        http = new TestHttp(router -> {
            router.route().handler(health::check);
            router.route().handler(context -> context.response().end("through"));
        });
    }

    @AfterEach
    void close() throws Exception {
        http.close();
    }

    private SmallRyeHealth health() {
        String status = up ? "UP" : "DOWN";
        var check = Json.createObjectBuilder()
                .add("name", "broker")
                .add("status", status)
                .add("data", Json.createObjectBuilder().add("reason", "kafka.example:9092 does not answer"));
        return new SmallRyeHealth(Json.createObjectBuilder()
                .add("status", status)
                .add("checks", Json.createArrayBuilder().add(check))
                .build());
    }

    @Test
    void saysWhichChecksAreUpButNotWhy() throws Exception {
        var answer = http.answer("GET", "/q/health/ready", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"broker\",\"status\":\"UP\"}]}");
        up = false;
        var down = http.answer("GET", "/q/%68ealth", "");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("DOWN").doesNotContain("kafka.example");
    }

    @Test
    void leavesTheOperatorAndOtherPagesAlone() throws Exception {
        assertThat(http.answer("GET", "/q/health", "", "Authorization", "Bearer operator")
                        .body())
                .isEqualTo("through");
        assertThat(http.answer("GET", "/q/healthy", "").body()).isEqualTo("through");
    }
}

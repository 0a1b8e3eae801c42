package io.moltmates.schema.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.kafka.TopicDifference;
import io.moltmates.schema.kafka.TopicReport;
import io.moltmates.schema.kafka.TopicWatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ServiceChecksTest {

    private static final ServiceChecks OF_A_PROGRAM = new ServiceChecks("router-service", "router-service");
    private static final ServiceChecks IN_THE_GATEWAY = new ServiceChecks("router-service", "moltmate");
    private static final TopicDifference SHORT =
            new TopicDifference(List.of("moltmate.ingress"), "retention.ms", "1", "2", "Run: mend it.", false);

    private static TopicWatch differing() {
        return new TopicWatch(() -> new TopicReport(List.of(), List.of(SHORT), List.of()));
    }

    @Test
    void aBrokerWhoseTopicsDifferIsUpAndSaysWhatMendsThem() {
        var response = OF_A_PROGRAM.broker(() -> true, differing()).call();
        assertThat(response.getName()).isEqualTo("broker");
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow())
                .containsEntry("topics", "1 difference")
                .containsEntry("difference 1", SHORT.describe());
    }

    @Test
    void aBrokerThatIsAwayIsNotAskedAboutTopics() {
        var response = OF_A_PROGRAM
                .broker(() -> false, new TopicWatch(() -> {
                    throw new AssertionError("asked");
                }))
                .call();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData()).isEmpty();
    }

    @Test
    void differencesAreToldOnceInAProcessOfManyServices() {
        var response = IN_THE_GATEWAY.broker(() -> true, differing()).call();
        assertThat(response.getName()).isEqualTo("router-service broker");
        assertThat(response.getData()).isEmpty();
    }

    @Test
    void onlyTheServicesOwnChannelsCount() {
        var read = Map.of("router-ingress", false, "router-other", true, "agent-turns", false);
        var response = OF_A_PROGRAM
                .inbound(
                        Set.of("router-ingress", "router-other"),
                        read::entrySet,
                        Map.Entry::getKey,
                        Map.Entry::getValue)
                .call();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow()).containsEntry("channels", "not read: [router-ingress]");
    }
}

package io.moltmates.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.policy.ExecPolicy.Decision;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tests of the policy share: requests in, plans and reasons out.
public final class Requests {

    private Requests() {}

    public static Exec line(String line) {
        return exec(line, List.of(), 0);
    }

    static Exec vector(String... arguments) {
        return exec(null, List.of(arguments), 0);
    }

    static Exec exec(@Nullable String line, List<String> arguments, long timeoutMillis) {
        return new Exec("m1#1.tool#1", new UserId("web_alice"), "i1", "s1", line, arguments, timeoutMillis);
    }

    static ExecPlan plan(ExecPolicy policy, Exec request) {
        var decision = policy.decide(request);
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).plan();
    }

    static String reason(ExecPolicy policy, Exec request) {
        var decision = policy.decide(request);
        assertThat(decision).as("%s", request).isInstanceOf(Decision.Denied.class);
        return ((Decision.Denied) decision).reason();
    }
}

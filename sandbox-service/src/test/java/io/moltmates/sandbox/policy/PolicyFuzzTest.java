package io.moltmates.sandbox.policy;

import static io.moltmates.sandbox.policy.Requests.exec;
import static io.moltmates.sandbox.policy.Requests.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.ProgramConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Looks for requests that the policy does not answer, or answers with a plan that breaks its rules.
///
/// The same must hold as in `PolicyPropertiesTest`. A plain build runs the inputs in `src/test/resources`;
/// CONTRIBUTING.md says how to look for more.
class PolicyFuzzTest {

    private static final int LONGEST_RUN = 3;

    private final ExecPolicy policy = new ExecPolicy(ExecConfig.DEFAULT);
    private final ExecPolicy open = new ExecPolicy(new ExecConfig(
            ExecConfig.Security.ALLOWLIST,
            List.of("jq", "cat"),
            Duration.ofMinutes(1),
            Map.of("jq", new ProgramConfig(true))));

    @DictionaryEntries({
        "pdftotext", "grep -P ", "tail -n ", "head -c ", " | ", " && ", " || ", "; ", "--", " - ", "../", "/workspace/",
        "/tmp/", "://", "--regexp=", "--files0-from=", "--follow", "-upw ", "'", "\"", "\\", "{1,9}", "(?<a>",
                "[[:alpha:]]"
    })
    @FuzzTest(maxDuration = "2m")
    void everyLineIsAnswered(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();

        PolicyPropertiesTest.check(policy.decide(line(text)));
        PolicyPropertiesTest.check(policy.decide(line("grep -P '" + text.replace("'", "") + "' notes.txt")));
        assertThat(open.decide(line(text))).isNotNull();
    }

    @FuzzTest(maxDuration = "2m")
    void everyVectorIsAnswered(FuzzedDataProvider data) {
        var arguments = new ArrayList<String>();
        arguments.add(data.pickValue(ExecConfig.KNOWN_PROGRAMS));
        while (data.remainingBytes() > 0 && arguments.size() < Bounds.ARGUMENTS + LONGEST_RUN) {
            arguments.add(data.consumeString(40));
        }

        PolicyPropertiesTest.check(policy.decide(exec(null, arguments, 0)));
    }
}

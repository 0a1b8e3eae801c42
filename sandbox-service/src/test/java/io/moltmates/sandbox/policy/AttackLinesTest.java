package io.moltmates.sandbox.policy;

import static io.moltmates.sandbox.policy.Requests.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.policy.AttackLines.AttackLine;
import io.moltmates.sandbox.policy.AttackLines.Verdict;
import io.moltmates.sandbox.policy.ExecPolicy.Decision;
import io.moltmates.schema.config.ExecConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttackLinesTest {

    private final ExecPolicy policy = new ExecPolicy(ExecConfig.DEFAULT);

    static List<AttackLine> lines() {
        return AttackLines.all();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void thePolicySaysWhatTheListSays(AttackLine attack) {
        var decision = policy.decide(line(attack.line()));

        switch (decision) {
            case Decision.Allowed _ -> assertThat(attack.verdict()).isNotEqualTo(Verdict.REFUSED);
            case Decision.Denied(var reason) -> {
                assertThat(attack.verdict()).as(reason).isEqualTo(Verdict.REFUSED);
                assertThat(reason).matches("(?s)[\\x20-\\uffff&&[^\\x7f-\\x9f]]{20,1000}[.]");
            }
        }
    }

    @Test
    void areManyAndEachStandsOnce() {
        assertThat(AttackLines.all())
                .filteredOn(attack -> attack.verdict() != Verdict.WORKS)
                .hasSizeGreaterThanOrEqualTo(250);
        assertThat(AttackLines.all())
                .filteredOn(attack -> attack.verdict() == Verdict.WORKS)
                .hasSizeGreaterThanOrEqualTo(40);
        assertThat(AttackLines.all()).extracting(AttackLine::line).doesNotHaveDuplicates();
        assertThat(AttackLines.all()).extracting(AttackLine::why).noneMatch(String::isBlank);
    }

    @Test
    void areReadWithTheirEscapes() {
        assertThat(AttackLines.decode("a\\nb\\0c\\td\\\\e\\x41\\xc3\\xa9\\xff\\q\\*3{xy}"))
                .isEqualTo("a\nb\0c\td\\eAé\udcff\\qxyxyxy");
        assertThat(new AttackLine(Verdict.REFUSED, "é\udcff", "", "").bytes()).containsExactly(0xc3, 0xa9, 0xff);
    }
}

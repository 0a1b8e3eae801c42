package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandResult.PersonAccess;
import io.moltmates.schema.CommandResult.PersonUsage;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeopleTextTest {

    private static final UserId ALICE = UserId.of("telegram", "1");
    private static final UserId BOB = UserId.of("web", "bob");
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @Test
    void joinsWhatEachServiceKnows() {
        var people = KnownPerson.join(List.of(row()), List.of(usage("Alice")), List.of(access(BOB), access(ALICE)));
        assertThat(people).extracting(KnownPerson::user).containsExactly(ALICE, BOB);
        assertThat(PeopleText.table(people))
                .anyMatch(line -> line.matches("telegram_1 +Alice +Molty +2026-11-29 .* 1,234 +may write, operator"))
                .anyMatch(line -> line.matches("web_bob +never +may write"));
    }

    @Test
    void tellsAllAboutOne() {
        var person = KnownPerson.join(List.of(row()), List.of(usage("Alice")), List.of(access(ALICE)))
                .getFirst();
        assertThat(String.join("\n", PeopleText.all(person)))
                .contains("telegram_1 (Alice)", "yes: the list has them", "model=gpt", "s1, of 2 in all")
                .contains("1,234 today (UTC), of 5,000", "$0.5000 today (UTC), of any sum", "42 bytes");
        var stranger =
                KnownPerson.join(List.of(), List.of(), List.of(access(BOB))).getFirst();
        assertThat(PeopleText.all(stranger)).hasSize(3).last().asString().contains("has not begun yet");
    }

    @Test
    void obeysNothingThatStandsInAName() {
        var people = KnownPerson.join(List.of(row()), List.of(usage("\u001b[2JAlice")), List.of());
        assertThat(PeopleText.table(people)).noneMatch(line -> line.contains("\u001b"));
        assertThat(PeopleText.json(people))
                .containsIgnoringCase("\\u001b[2JAlice")
                .doesNotContain("\u001b");
    }

    private static UserRecord row() {
        return new UserRecord(
                ALICE,
                UserRecord.Status.READY,
                new PersonaReference("molty", "Molty", "🦀"),
                "life1",
                null,
                List.of(ALICE),
                UserRecord.OPERATOR,
                Map.of("model", "gpt"),
                NOW);
    }

    private static PersonUsage usage(String name) {
        return new PersonUsage(ALICE, name, "openai/gpt", "s1", 2, NOW, 1234, 0.5, 60, 5000, 0, 42);
    }

    private static PersonAccess access(UserId user) {
        return new PersonAccess(user, true, List.of("the list has them"));
    }
}

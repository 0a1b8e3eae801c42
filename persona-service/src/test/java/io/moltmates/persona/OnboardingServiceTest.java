package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.UserRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnboardingServiceTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @Test
    void showsTheListAtTheFirstMessage() {
        var rig = new Rig(root);
        rig.says("m1", "Hello, can you help me?");
        var notice = rig.lastNotice();
        assertThat(notice.id()).isEqualTo("m1.notice");
        assertThat(notice.outcome()).as("the message is answered later").isNull();
        assertThat(notice.text()).contains("""

                1. ✨ Custom - Describe your own
                2. 🦎 Cami - Warm and adaptive
                3. 🦀 Molty - Direct and reliable
                """);
        assertThat(notice.buttons()).contains(new Button("🦎 Cami", "Cami"));
        assertThat(rig.row().orElseThrow().status()).isEqualTo(Status.CHOOSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "Cami", "cami please", "🦎", "2. 🦎 Cami - Warm and adaptive"})
    void forwardsTheFirstMessageOnceSomebodyIsChosen(String answer) throws IOException {
        var rig = new Rig(root);
        rig.says("m1", "Hello, can you help me?");
        rig.says("m2", answer);
        var person = rig.alice().person().orElseThrow();
        assertThat(rig.log.turns()).containsExactly("m1");
        assertThat(rig.lastNotice().text()).contains("alice", "Cami");
        assertThat(rig.lastNotice().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(Files.readString(rig.alice().layout().soul()))
                .contains("You are Cami", "alice")
                .doesNotContain("{{");
        assertThat(rig.alice().layout().user()).content().contains("alice").doesNotContain("{{");
        assertThat(rig.alice().layout().memory()).exists();
        assertThat(rig.alice().layout().workspace()).isDirectory();
        var row = rig.row().orElseThrow();
        assertThat(row.status()).isEqualTo(Status.READY);
        assertThat(row.through()).isEqualTo("m2");
        assertThat(row.incarnation()).isEqualTo(person.incarnation());
    }

    @Test
    void asksAgainKindlyWhenTheAnswerIsUnclear() {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "purple");
        assertThat(rig.lastNotice().text()).contains("not sure", "2. 🦎 Cami");
        assertThat(rig.lastNotice().outcome()).isEqualTo(Outcome.ANSWERED);
        rig.says("m3", "3");
        assertThat(rig.log.turns()).containsExactly("m1");
    }

    @Test
    void keepsWhatWasWrittenBeforeTheListCouldBeSeen() {
        var rig = new Rig(root);
        var second = rig.message(Rig.ALICE, "m2", "and another thing");
        rig.says("m1", "Hello");
        rig.handle(second, Reason.NOT_CHOSEN);
        rig.says("m3", "Molty");
        assertThat(rig.log.turns()).containsExactly("m1", "m2");
    }

    @Test
    void makesACustomPersonaFromAModelsDraft() throws IOException {
        var rig = new Rig(
                root,
                CrashPoint.never(),
                Optional.of("You are Captain Byte. You talk like a pirate."),
                new AtomicLong(1_700_000_000_000L));
        rig.says("m1", "Hello");
        rig.says("m2", "1");
        assertThat(rig.lastNotice().text()).contains("Describe");
        rig.says("m3", "a pirate who loves spreadsheets");
        assertThat(rig.log.notices()).extracting(Notice::id).containsSubsequence("m3.drafting", "m3.notice");
        assertThat(Files.readString(rig.alice().layout().soul()))
                .contains("You talk like a pirate.")
                .doesNotContain("{{");
        assertThat(rig.row().orElseThrow().persona()).extracting("name").isEqualTo("Captain");
        assertThat(rig.log.turns()).containsExactly("m1");
    }

    @Test
    void takesThePersonsOwnWordsWithoutAModel() throws IOException {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "custom");
        rig.says("m3", "A grumpy gardener named Rosa who writes {{user}} and $1");
        assertThat(Files.readString(rig.alice().layout().soul()))
                .contains("A grumpy gardener named Rosa who writes {{user}} and $1");
        assertThat(rig.row().orElseThrow().persona()).extracting("name").isEqualTo("Rosa");
    }

    @Test
    void givesPeopleOfTheApiAPersonaWithoutAsking() {
        var rig = new Rig(root);
        rig.handle(rig.message(Rig.SCRIPT, "m1", "What is 2+2?"), Reason.NOT_CHOSEN);
        assertThat(rig.log.turns()).containsExactly("m1");
        assertThat(rig.log.notices()).isEmpty();
        var row = rig.log.row(Rig.SCRIPT.value()).orElseThrow();
        assertThat(row.status()).isEqualTo(Status.READY);
        assertThat(row.persona()).extracting("name").isEqualTo("Molty");
    }

    @Test
    void forwardsWhatFollows() {
        var rig = ready();
        rig.handle(rig.message(Rig.ALICE, "m3", "next"), Reason.FOLLOWS);
        assertThat(rig.log.turns()).containsExactly("m1", "m3");
        assertThat(rig.row().orElseThrow().through()).isEqualTo("m3");
    }

    @Test
    void forwardsTheSameMessageAgainSoThatItsRecordedAnswerComesAgain() {
        var rig = ready();
        rig.says("m1", "Hello");
        assertThat(rig.log.turns()).containsExactly("m1", "m1");
    }

    @Test
    void switchesAtOnceWhenACommandNamesAPersona() throws IOException {
        var rig = ready();
        Files.writeString(rig.alice().layout().memory(), "remembers");
        String incarnation = rig.alice().person().map(PersonFile::incarnation).orElseThrow();
        rig.commands("m3", "/persona molty");
        assertThat(Files.readString(rig.alice().layout().soul())).contains("You are Molty");
        assertThat(rig.alice().layout().memory()).hasContent("remembers");
        assertThat(rig.row().orElseThrow().persona()).extracting("name").isEqualTo("Molty");
        assertThat(rig.row().orElseThrow().incarnation()).isEqualTo(incarnation);
        assertThat(rig.log.turns()).containsExactly("m1");
    }

    @Test
    void showsWhoIsThereAndLetsPeopleStayWithThem() {
        var rig = ready();
        rig.commands("m3", "/persona");
        assertThat(rig.lastNotice().text()).contains("You talk with Cami 🦎", "3. 🦀 Molty");
        assertThat(rig.lastNotice().buttons()).contains(new Button("Keep Cami", "keep"));
        assertThat(rig.row().orElseThrow().status()).isEqualTo(Status.CHOOSING);
        rig.says("m4", "keep");
        assertThat(rig.lastNotice().text()).contains("Cami 🦎 stays");
        assertThat(rig.row().orElseThrow().status()).isEqualTo(Status.READY);
    }

    @Test
    void takesALongerTextAsGoingOnTalking() {
        var rig = ready();
        rig.commands("m3", "/persona");
        rig.says("m4", "What will the weather be like tomorrow?");
        assertThat(rig.log.turns()).containsExactly("m1", "m4");
        assertThat(rig.row().orElseThrow().status()).isEqualTo(Status.READY);
    }

    @Test
    void startsOverWhenTheDirectoryIsGone() throws IOException {
        var rig = ready();
        String incarnation = rig.alice().person().map(PersonFile::incarnation).orElseThrow();
        Trees.delete(rig.alice().layout().directory());
        rig.handle(rig.message(Rig.ALICE, "m3", "Are you there?"), Reason.DIRECTORY_GONE);
        assertThat(rig.lastNotice().text()).contains("2. 🦎 Cami");
        rig.says("m4", "molty");
        assertThat(rig.log.turns()).containsExactly("m1", "m3");
        assertThat(rig.row().orElseThrow().incarnation()).isNotEqualTo(incarnation);
    }

    @Test
    void goesOnWithARestoredDirectory() {
        ready();
        var elsewhere = new Rig(root);
        elsewhere.handle(elsewhere.message(Rig.ALICE, "m9", "Are you there?"), Reason.DIRECTORY_GONE);
        assertThat(elsewhere.log.turns()).containsExactly("m9");
        assertThat(elsewhere.log.notices()).isEmpty();
    }

    @Test
    void forwardsToAHandWrittenPersona() throws IOException {
        Files.createDirectories(root.resolve("users/web_alice"));
        Files.writeString(root.resolve("users/web_alice/SOUL.md"), "# Hal\n\nYou are Hal.");
        var rig = new Rig(root);
        rig.says("m1", "Open the doors");
        assertThat(rig.log.turns()).containsExactly("m1");
        assertThat(rig.row().orElseThrow().persona()).extracting("name").isEqualTo("Hal");
    }

    @Test
    void asksForADescriptionAgainWhenThereIsNone() {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "custom");
        rig.says("m3", "  ");
        rig.says("m4", "hm");
        assertThat(rig.lastNotice().text()).contains("Describe");
        assertThat(rig.alice().hasSoul()).isFalse();
    }

    @Test
    void letsPeopleChooseAnotherInsteadOfDescribingOne() {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "custom");
        rig.says("m3", "2");
        assertThat(rig.row().orElseThrow().persona()).extracting("name").isEqualTo("Cami");
    }

    @Test
    void givesAGroupItsPersonaWithoutAsking() throws IOException {
        var rig = new Rig(root);
        rig.handle(rig.inGroup("m1", "hello"), Reason.NOT_CHOSEN);
        assertThat(rig.log.turns()).containsExactly("m1");
        assertThat(rig.log.notices()).isEmpty();
        assertThat(rig.log.row(Rig.GROUP.value()).orElseThrow().persona())
                .extracting("name")
                .isEqualTo("Molty");
        assertThat(Files.readString(rig.layout.person(Rig.GROUP).user())).contains("Friends");
    }

    @Test
    void changesTheGroupsPersonaOnlyByOneMessage() {
        var rig = new Rig(root);
        rig.handle(rig.inGroup("m1", "/persona"), Reason.PERSONA_COMMAND);
        assertThat(rig.lastNotice().text()).contains("send `/persona` and a name");
        rig.handle(rig.inGroup("m2", "2"), Reason.NOT_CHOSEN);
        assertThat(rig.log.turns()).containsExactly("m2");
        rig.handle(rig.inGroup("m3", "/persona cami"), Reason.PERSONA_COMMAND);
        assertThat(rig.log.row(Rig.GROUP.value()).orElseThrow().persona())
                .extracting("name")
                .isEqualTo("Cami");
    }

    @Test
    void saysWhichPersonasThereAreWhenOneIsUnknown() {
        var rig = ready();
        rig.commands("m3", "/persona Zaphod");
        assertThat(rig.lastNotice().text()).contains("“Zaphod”", "2. 🦎 Cami");
    }

    private Rig ready() {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "Cami");
        return rig;
    }
}

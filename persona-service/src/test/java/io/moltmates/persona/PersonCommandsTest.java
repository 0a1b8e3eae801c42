package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonCommandsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @Test
    void showsAMessageThatWaits() throws Exception {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        assertThat(history(rig)).extracting(Item::id).containsExactly("m1", "m1.notice");
    }

    @Test
    void leavesOutWhatTheAssistantAnswers() throws Exception {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "Cami");
        rig.says("m3", "What now?");
        assertThat(history(rig)).extracting(Item::id).containsExactly("m1.notice", "m2", "m2.notice");
    }

    @Test
    void hasNoHistoryOfStrangers() throws Exception {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        var request = new CommandRequest.GetOnboarding("c1", UserId.of("web", "bob"));
        var history = (CommandResult.History) rig.commands.answer(request).orElseThrow();
        assertThat(history.items()).isEmpty();
        assertThat(root.resolve("users/web_bob")).doesNotExist();
    }

    @Test
    void namesOnePersonOrAll() throws Exception {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        var one = (CommandResult.People) rig.commands
                .answer(new CommandRequest.GetPerson("c1", Rig.ALICE))
                .orElseThrow();
        var all = (CommandResult.People) rig.commands
                .answer(new CommandRequest.ListPeople("c2", CommandRequest.EVERYBODY))
                .orElseThrow();
        assertThat(one.people()).hasSize(1);
        assertThat(all.people()).isEqualTo(one.people());
    }

    @Test
    void refusesASettingOfNobody() throws Exception {
        var request = new CommandRequest.ChangeSetting("c1", Rig.ALICE, "model", "x");
        assertThat(new Rig(root).commands.answer(request)).containsInstanceOf(CommandResult.Failure.class);
    }

    @Test
    void deletesAPersonAndNobodyElse() throws Exception {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        rig.says("m2", "Molty");
        var person = rig.layout.person(Rig.ALICE);
        var locked = Files.createDirectories(person.workspace().resolve("a/locked"));
        Files.writeString(locked.resolve("file"), "secret");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        var other = Files.writeString(
                Files.createDirectories(root.resolve("users/web_bob")).resolve("file"), "stays");
        Files.createSymbolicLink(person.workspace().resolve("link"), other.getParent());

        var request = new CommandRequest.DeletePerson("c1", Rig.ALICE);
        assertThat(rig.commands.answer(request)).contains(new CommandResult.Done("c1", Rig.ALICE));

        assertThat(person.directory()).doesNotExist();
        assertThat(other).hasContent("stays");
        assertThat(rig.users.find(Rig.ALICE)).isEmpty();
        assertThat(rig.commands.answer(request)).containsInstanceOf(CommandResult.Done.class);
    }

    @Test
    void tellsWhoIsAnOperatorAsSoonAsThatIsSaid() throws Exception {
        var rig = new Rig(root);
        rig.says("m1", "Hello");
        assertThat(rig.users.find(Rig.ALICE).orElseThrow().role()).isEqualTo("user");
        rig.operators.add(Rig.ALICE);
        rig.users.lookAgain();
        rig.users.poll();
        assertThat(rig.users.find(Rig.ALICE).orElseThrow().role()).isEqualTo("operator");
    }

    @Test
    void leavesTheAgentsQuestionsAlone() throws Exception {
        var request = new CommandRequest.GetHistory("c1", Rig.ALICE, 10);
        assertThat(new Rig(root).commands.answer(request)).isEmpty();
    }

    private static List<Item> history(Rig rig) throws Exception {
        var answer = rig.commands
                .answer(new CommandRequest.GetOnboarding("c1", Rig.ALICE))
                .orElseThrow();
        return ((CommandResult.History) answer).items();
    }
}

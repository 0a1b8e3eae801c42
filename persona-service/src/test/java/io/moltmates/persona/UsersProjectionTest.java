package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersProjectionTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @Test
    void publishesTheSameRowFromAnEmptyTable() throws IOException {
        var first = ready(Rig.ALICE);
        var restored = new Rig(root);
        restored.users.poll();
        var row = restored.row().orElseThrow();
        assertThat(row.status()).isEqualTo(Status.READY);
        assertThat(row.through()).isEqualTo("m2");
        assertThat(row.incarnation()).isEqualTo(first.row().orElseThrow().incarnation());
    }

    @Test
    void writesNothingWhenTheTableSaysItAlready() throws IOException {
        var first = ready(Rig.ALICE);
        var again = new Rig(root);
        again.users.observed(Rig.ALICE.value(), first.row());
        again.users.poll();
        again.users.poll();
        assertThat(again.log.written).isEmpty();
    }

    @Test
    void buriesPeopleWhoseDirectoryIsGone() throws IOException {
        var rig = ready(Rig.ALICE);
        rig.users.poll();
        Trees.delete(rig.alice().layout().directory());
        rig.users.poll();
        assertThat(rig.log.written.getLast())
                .isEqualTo(new FakeLog.Written(Topics.USERS.name(), Rig.ALICE.value(), null));
    }

    @Test
    void buriesPeopleOfAnOldTable() throws IOException {
        var row = ready(Rig.ALICE).row();
        var rig = new Rig(root.resolve("empty"));
        rig.users.observed(Rig.ALICE.value(), row);
        rig.users.poll();
        assertThat(rig.log.written).hasSize(1);
        assertThat(rig.row()).isEmpty();
    }

    @Test
    void findsTheIdOfAHashedDirectory() throws IOException {
        var longNamed = UserId.of("web", "Ü".repeat(150));
        ready(longNamed);
        var restored = new Rig(root);
        restored.users.poll();
        assertThat(restored.log.row(longNamed.value())).isPresent();
    }

    @Test
    void noticesAChangedSetting() throws Exception {
        var rig = ready(Rig.ALICE);
        var request = new CommandRequest.ChangeSetting("c1", Rig.ALICE, "model", "demo/demo");
        rig.commands.answer(request);
        assertThat(rig.row().orElseThrow().settings()).containsEntry("model", "demo/demo");
        assertThat(rig.row().orElseThrow().through()).isEqualTo("m2");
    }

    @Test
    void leavesAnEmptyDirectoryAlone() throws IOException {
        Files.createDirectories(root.resolve("users/web_bob"));
        Files.createDirectories(root.resolve("users/Not A Person"));
        Files.writeString(root.resolve("users/notes.txt"), "x");
        var rig = new Rig(root);
        rig.users.poll();
        assertThat(rig.log.written).isEmpty();
    }

    @Test
    void survivesABrokenPersonFile() throws IOException {
        ready(Rig.ALICE);
        Files.writeString(root.resolve("users/web_alice/person.json"), "{broken");
        var rig = new Rig(root);
        rig.users.poll();
        assertThat(rig.row()).map(row -> row.status()).isEqualTo(Optional.of(Status.READY));
        assertThat(root.resolve("users/web_alice/person.json.broken")).exists();
    }

    @Test
    void takesARenamedDirectoryForAnotherPerson() throws IOException {
        var before = ready(Rig.ALICE).alice().person().orElseThrow();
        Files.move(root.resolve("users/web_alice"), root.resolve("users/web_bob"));
        new Rig(root).users.poll();

        var after = new PersonDirectory(new StateLayout(root).person(UserId.of("web", "bob")))
                .person()
                .orElseThrow();
        assertThat(after.user()).isEqualTo(UserId.of("web", "bob"));
        assertThat(after.incarnation()).isNotEqualTo(before.incarnation());
        assertThat(after.persona()).isEqualTo(before.persona());
    }

    private Rig ready(UserId user) {
        var rig = new Rig(root);
        rig.handle(rig.message(user, "m1", "Hello"), Reason.NOT_CHOSEN);
        rig.handle(rig.message(user, "m2", "Cami"), Reason.NOT_CHOSEN);
        return rig;
    }
}

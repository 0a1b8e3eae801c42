package io.moltmates.ingress;

import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Ids;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Lets a group that gets another id at its platform stay the principal that it was: its directory keeps the new id,
/// and
/// every replica reads that from the users table. Thread-safe.
@Singleton
public class MovedGroups {

    private static final Logger LOG = Logger.getLogger(MovedGroups.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final People people;
    private final Commands commands;
    private volatile boolean known;

    @Inject
    MovedGroups(People people, Commands commands) {
        this.people = people;
        this.commands = commands;
    }

    /// Who this id belongs to: itself, unless a group has moved there. Blocks until that is known for certain, which is
    /// at the start alone.
    ///
    /// @throws IOException if it can't be known right now
    public UserId principal(UserId id) throws IOException, InterruptedException {
        if (!known) {
            await(people.upToDate());
            known = true;
        }
        return people.principal(id);
    }

    /// Where the group is at its platform now.
    public UserId place(UserId id) {
        var group = people.principal(id);
        return people.place(group).orElse(group);
    }

    /// Returns once it is on the disk that the group goes on under another id, or that nothing is known of the group,
    /// so that nothing has to be kept.
    ///
    /// @throws IOException if that can't be had right now: the platform has to tell it again
    public void moved(UserId from, UserId to) throws IOException, InterruptedException {
        var group = principal(from);
        if (group.equals(to) || people.principal(to).equals(group)) {
            return;
        }
        var request = new ChangeSetting("moved" + Ids.random(20), group, PersonFile.MOVED, to.value());
        if (await(commands.ask(request, PATIENCE)) instanceof CommandResult.Done) {
            await(people.upToDate());
            LOG.infof("group goes on under another id: userId=%s place=%s", group, to);
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("It is not known which groups have moved", e);
        }
    }
}

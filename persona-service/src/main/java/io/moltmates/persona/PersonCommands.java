package io.moltmates.persona;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// Answers questions about people, and changes their settings.
final class PersonCommands {

    private final Function<UserId, PersonDirectory> directories;
    private final UsersProjection users;
    private final AddressMoves moves;

    PersonCommands(Function<UserId, PersonDirectory> directories, UsersProjection users, AddressMoves moves) {
        this.directories = directories;
        this.users = users;
        this.moves = moves;
    }

    /// Blocks. Empty if another service answers this. Call it for one request about a person after the other.
    Optional<CommandResult> answer(CommandRequest request)
            throws IOException, InterruptedException, ExecutionException {
        return switch (request) {
            case CommandRequest.GetPerson(var id, var user) ->
                Optional.of(new CommandResult.People(
                        id, user, users.find(user).map(List::of).orElse(List.of())));
            case CommandRequest.ListPeople(var id, var user) ->
                Optional.of(new CommandResult.People(
                        id,
                        user,
                        users.rows().stream()
                                .sorted((one, other) -> one.user().compareTo(other.user()))
                                .toList()));
            case CommandRequest.GetOnboarding(var id, var user) ->
                Optional.of(new CommandResult.History(
                        id,
                        user,
                        OnboardingHistory.of(
                                OnboardingState.of(directories.apply(user).journal()))));
            case CommandRequest.ChangeSetting(var id, var user, var name, var value) ->
                Optional.of(change(id, user, name, value));
            case CommandRequest.MoveAddress move -> {
                moves.move(move);
                yield Optional.of(new CommandResult.Done(move.id(), move.user()));
            }
            case CommandRequest.DeletePerson(var id, var user) -> Optional.of(delete(id, user));
            case CommandRequest.GetHistory _,
                    CommandRequest.ListSessions _,
                    CommandRequest.DraftPersona _,
                    CommandRequest.FetchFiles _,
                    CommandRequest.ListPairings _,
                    CommandRequest.GetAccess _,
                    CommandRequest.ForgetDecision _,
                    CommandRequest.ControlPerson _,
                    CommandRequest.GetUsage _,
                    CommandRequest.ExportSession _,
                    CommandRequest.DecidePairing _ -> Optional.empty();
        };
    }

    private CommandResult change(String id, UserId user, String name, String value)
            throws IOException, InterruptedException, ExecutionException {
        var directory = directories.apply(user);
        boolean changed = directory.exists()
                && directory.alone(() -> directory.changeSettings(settings -> with(settings, name, value)));
        if (!changed) {
            return new CommandResult.Failure(id, user, "There is nobody called " + user + " here.");
        }
        users.publish(user).toCompletableFuture().get();
        return new CommandResult.Done(id, user);
    }

    /// Of somebody who has none, it is deleted already.
    private CommandResult delete(String id, UserId user) throws IOException, InterruptedException, ExecutionException {
        moves.deleteArchived(user);
        var directory = directories.apply(user);
        if (directory.exists()) {
            var _ = directory.alone(() -> {
                new DirectoryRemoval(directory.layout()).run();
                return user;
            });
        }
        users.publish(user).toCompletableFuture().get();
        return new CommandResult.Done(id, user);
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        var changed = new HashMap<>(settings);
        if (value.isBlank()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }
}

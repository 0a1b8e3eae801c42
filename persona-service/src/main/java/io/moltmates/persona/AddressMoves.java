package io.moltmates.persona;

import io.moltmates.schema.Address;
import io.moltmates.schema.CommandRequest.MoveAddress;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.StateLayout.PersonLayout;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.kafka.RecordSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Moves an address to another person: puts its own directory away, or brings it back, once all is answered that was
/// said before. Each step may be done again.
final class AddressMoves {

    private static final Logger LOG = Logger.getLogger(AddressMoves.class);

    private final StateLayout layout;
    private final Function<UserId, PersonDirectory> directories;
    private final LinkedAddresses links;
    private final Supplier<CompletionStage<Void>> upToDate;
    private final UsersProjection users;
    private final RecordSink sink;
    private final InstantSource clock;

    /// @param upToDate completed when `links` holds all that the topic says at the moment of the call
    AddressMoves(
            StateLayout layout,
            Function<UserId, PersonDirectory> directories,
            LinkedAddresses links,
            Supplier<CompletionStage<Void>> upToDate,
            UsersProjection users,
            RecordSink sink,
            InstantSource clock) {
        this.layout = layout;
        this.directories = directories;
        this.links = links;
        this.upToDate = upToDate;
        this.users = users;
        this.sink = sink;
        this.clock = clock;
    }

    /// Nothing that the address said goes by persona-service any more; what it led to may still be answered.
    static CompletionStage<Void> drain(
            AddressMove move, Address address, RecordSink sink, @Nullable TraceContext trace) {
        var marker = new TurnControl(
                move.id(), move.from(), address, Control.DRAIN, move.user().value(), move.since());
        return sink.write(Topics.TURNS, marker, trace);
    }

    /// All is answered. Blocks; does nothing if the address has moved already.
    void move(MoveAddress command) throws IOException, InterruptedException, ExecutionException {
        await(upToDate.get());
        var found = links.find(command.address())
                .filter(move -> move.id().equals(command.id()) && move.state() == MoveState.MOVING);
        if (found.isEmpty()) {
            return;
        }
        var move = found.get();
        var address = move.user();
        if (address.equals(move.from())) {
            putAway(address);
            passOn(address, move.to());
        } else if (address.equals(move.to())) {
            bringBack(address);
        }
        changeAddresses(
                move.from(),
                addresses -> addresses.stream()
                        .filter(other -> !other.equals(address) || other.equals(move.from()))
                        .toList());
        changeAddresses(move.to(), addresses -> addresses.contains(address) ? addresses : with(addresses, address));
        LOG.infof("address has moved: userId=%s from=%s to=%s", address, move.from(), move.to());
        var moved = move.in(MoveState.MOVED, clock.instant());
        links.observed(moved.key(), Optional.of(moved));
        for (var person : List.of(address, move.from(), move.to())) {
            await(users.publish(person));
        }
        await(sink.write(Topics.LINKS, moved, null));
    }

    /// One that was put away before and never brought back is kept beside it.
    private void putAway(UserId address) throws IOException {
        var directory = directories.apply(address);
        if (!directory.exists()) {
            return;
        }
        Path archived = layout.archived(address).directory();
        Files.createDirectories(archived.getParent());
        directory.alone(() -> {
            if (Files.exists(archived)) {
                Files.move(archived, archived.resolveSibling(archived.getFileName() + "." + clock.millis()));
            }
            return Files.move(directory.layout().directory(), archived);
        });
    }

    private void bringBack(UserId address) throws IOException {
        Path archived = layout.archived(address).directory();
        Path directory = layout.person(address).directory();
        if (Files.isDirectory(archived) && !Files.exists(directory)) {
            Files.move(archived, directory);
        }
    }

    /// Deletes what was put away of a person and of the addresses that are theirs.
    void deleteArchived(UserId person) throws IOException {
        Path archive = layout.archived();
        if (!Files.isDirectory(archive)) {
            return;
        }
        var known = users.find(person).map(UserRecord::addresses).orElse(List.of());
        for (var address : links.of(person, known)) {
            var name = Pattern.quote(address.directoryName()) + "(\\.\\d{13,})?"; // as putAway names them
            try (var all = Files.list(archive)) {
                for (Path directory : all.filter(
                                path -> path.getFileName().toString().matches(name))
                        .toList()) {
                    new DirectoryRemoval(new PersonLayout(directory)).run();
                }
            }
        }
    }

    /// What waited until a persona was chosen is for the assistant that there is now.
    private void passOn(UserId address, UserId to) throws IOException, InterruptedException, ExecutionException {
        var archived = new PersonDirectory(layout.archived(address));
        var state = OnboardingState.of(archived.journal());
        if (state.waiting().isEmpty()) {
            return;
        }
        for (var message : state.waiting()) {
            await(forward(message.withUser(to)));
        }
        var last = state.waiting().getLast();
        archived.alone(() -> {
            archived.append(JournalLine.of(new JournalEntry(
                    last,
                    JournalEntry.Kind.FORWARDED,
                    JournalEntry.Stage.NEW,
                    List.of(),
                    null,
                    state.waiting(),
                    clock.instant())));
            archived.append(JournalLine.done(last.id()));
            return archived;
        });
    }

    private CompletionStage<Void> forward(InboundMessage message) {
        return directories.apply(message.user()).hasSoul()
                ? sink.write(Topics.TURNS, new TurnRequest(message), null)
                : sink.write(Topics.ONBOARDING, new OnboardingMessage(message, Reason.NOT_CHOSEN), null);
    }

    private void changeAddresses(UserId person, Function<List<UserId>, List<UserId>> change) throws IOException {
        var directory = directories.apply(person);
        if (directory.exists()) {
            directory.alone(() -> directory.changeAddresses(person, change));
        }
    }

    private static List<UserId> with(List<UserId> addresses, UserId address) {
        return Stream.concat(addresses.stream(), Stream.of(address)).toList();
    }

    private static void await(CompletionStage<Void> stage) throws InterruptedException, ExecutionException {
        stage.toCompletableFuture().get();
    }
}

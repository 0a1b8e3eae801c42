package io.moltmates.agent;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandRequest.ExportSession;
import io.moltmates.schema.CommandRequest.GetHistory;
import io.moltmates.schema.CommandRequest.ListSessions;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.CommandResult.Role;
import io.moltmates.schema.CommandResult.Session;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells from the journals what was said, and which sessions there are.
final class Histories {

    private static final int MOST_ITEMS = 500;
    private static final int MOST_SESSIONS = 5000;
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_EXPORTED = 600_000;

    private final People people;

    Histories(People people) {
        this.people = people;
    }

    CommandResult.History history(GetHistory request) throws IOException {
        int limit = Math.clamp(request.limit(), 1, MOST_ITEMS);
        var sessions = people.layout().person(request.user()).sessions();
        Deque<Item> all = new ArrayDeque<>();
        for (String session : SessionReader.sessions(sessions).reversed()) {
            if (request.session() != null && !request.session().equals(session)) {
                continue;
            }
            var items = new ArrayDeque<Item>();
            SessionReader.requestsAndOutcomes(sessions, session, line -> {
                add(items, line);
                while (items.size() > limit) {
                    items.removeFirst();
                }
            });
            while (!items.isEmpty() && all.size() < limit) {
                all.addFirst(items.removeLast());
            }
            if (all.size() >= limit) {
                break;
            }
        }
        return new CommandResult.History(request.id(), request.user(), withinSize(all));
    }

    CommandResult.Sessions sessions(ListSessions request) throws IOException {
        var found = new ArrayList<Session>();
        if (request.user().equals(CommandRequest.EVERYBODY)) {
            for (UserId user : everybody()) {
                if (found.size() < MOST_SESSIONS) {
                    add(found, user);
                }
            }
        } else {
            add(found, request.user());
        }
        return new CommandResult.Sessions(request.id(), request.user(), found);
    }

    CommandResult.Export export(ExportSession request) throws IOException {
        var sessions = people.layout().person(request.user()).sessions();
        String text = Transcript.of(sessions, request.session(), MOST_EXPORTED);
        return new CommandResult.Export(request.id(), request.user(), text);
    }

    private void add(List<Session> found, UserId user) throws IOException {
        var directory = people.layout().person(user).sessions();
        var names = SessionReader.sessions(directory);
        for (String session : names) {
            var span = new Object() {
                @Nullable
                Instant first;

                @Nullable
                Instant last;

                int turns;
            };
            SessionReader.outcomes(directory, session, outcome -> {
                span.first = span.first == null ? outcome.reply().at() : span.first;
                span.last = outcome.reply().at();
                if (outcome.reply() instanceof Reply) {
                    span.turns++;
                }
            });
            if (span.first != null && span.last != null) {
                found.add(
                        new Session(session, user, span.first, span.last, span.turns, session.equals(names.getLast())));
            }
        }
    }

    private static void add(Deque<Item> items, JournalLine line) {
        if (line instanceof JournalLine.Request(var _, InboundMessage message)) {
            items.removeIf(item -> item.id().equals(message.id()));
            items.addLast(Item.of(message));
        } else if (line instanceof JournalLine.Joined joined) {
            items.addLast(Item.of(joined.message()));
        } else if (line instanceof JournalLine.Outcome outcome) {
            if (outcome.said() != null) {
                items.addLast(said(outcome, outcome.said()));
            }
            item(outcome).ifPresent(items::addLast);
            if (outcome.after() != null) {
                items.addLast(Item.of(outcome.after()));
            }
        }
    }

    private static Item said(JournalLine.Outcome outcome, String text) {
        return new Item(
                outcome.id(),
                outcome.id(),
                Role.USER,
                text,
                outcome.reply().at(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }

    private static Optional<Item> item(JournalLine.Outcome outcome) {
        return switch (outcome.reply()) {
            case Reply reply -> Optional.of(Item.of(reply));
            case Notice notice -> Optional.of(Item.of(notice));
            default -> Optional.empty();
        };
    }

    /// The newest ones that fit into a record.
    private static List<Item> withinSize(Deque<Item> items) {
        var fitting = new ArrayDeque<Item>();
        long characters = 0;
        for (var newest = items.descendingIterator(); newest.hasNext(); ) {
            var item = newest.next();
            characters += item.text().length() + 300L;
            for (var tool : item.tools()) {
                characters += tool.input().length() + tool.output().length();
            }
            if (characters > MOST_CHARACTERS) {
                break;
            }
            fitting.addFirst(item);
        }
        return List.copyOf(fitting);
    }

    /// Who has a directory.
    List<UserId> everybody() throws IOException {
        var users = new ArrayList<UserId>();
        try (var directories = Files.newDirectoryStream(people.layout().users())) {
            for (Path directory : directories) {
                owner(directory).ifPresent(users::add);
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        users.sort(null);
        return users;
    }

    private static Optional<UserId> owner(Path directory) {
        try {
            return Optional.of(RecordCodec.read(Files.readAllBytes(directory.resolve("person.json")), PersonFile.class)
                    .user());
        } catch (IOException | MalformedRecordException _) {
            return Optional.empty(); // no person's directory
        }
    }
}

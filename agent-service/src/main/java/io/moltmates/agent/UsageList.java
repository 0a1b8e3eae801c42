package io.moltmates.agent;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandRequest.GetUsage;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.PersonUsage;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the operator from the directories what people use and may use.
final class UsageList {

    private static final int MOST_PEOPLE = 10_000;
    private static final int MOST_FILES = 100_000;
    private static final long NOT_MEASURED = -1;

    private final AgentParts parts;
    private final Histories histories;

    UsageList(AgentParts parts, Histories histories) {
        this.parts = parts;
        this.histories = histories;
    }

    CommandResult.Usage answer(GetUsage request) throws IOException {
        boolean all = request.user().equals(CommandRequest.EVERYBODY);
        var found = new ArrayList<PersonUsage>();
        for (UserId user : all ? histories.everybody() : List.of(request.user())) {
            var person = parts.people().find(user);
            if (person.isPresent() && found.size() < MOST_PEOPLE) {
                found.add(usage(person.get(), all));
            }
        }
        return new CommandResult.Usage(request.id(), request.user(), found);
    }

    private PersonUsage usage(Person person, boolean all) throws IOException {
        var user = person.user();
        var limits = parts.settings().get().limits();
        Path sessions = person.layout().sessions();
        var names = SessionReader.sessions(sessions);
        String session = names.isEmpty() ? "" : names.getLast();
        var used = DayUsage.read(sessions, LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC))
                .all();
        return new PersonUsage(
                user,
                name(sessions, session),
                parts.models().choose(person.wantedModel()).reference().toString(),
                session,
                names.size(),
                lastWritten(sessions),
                used.tokens(),
                used.dollars(),
                limits.messagesPerMinute(user),
                limits.tokensPerDay(user),
                limits.moneyPerDay(user),
                all ? NOT_MEASURED : size(person.layout().workspace()));
    }

    private static String name(Path sessions, String session) throws IOException {
        var name = new String[] {""};
        SessionReader.requestsAndOutcomes(sessions, session, line -> {
            if (line instanceof JournalLine.Request request) {
                name[0] = request.message().senderName();
            }
        });
        return name[0];
    }

    private static @Nullable Instant lastWritten(Path sessions) throws IOException {
        var files = SegmentFiles.list(sessions);
        return files.isEmpty()
                ? null
                : Files.getLastModifiedTime(sessions.resolve(files.getLast().fileName()))
                        .toInstant();
    }

    /// Of the first hundred thousand files; what can't be read does not count.
    private static long size(Path workspace) throws IOException {
        var size = new Object() {
            long bytes;
            int files;
        };
        Files.walkFileTree(workspace, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size.bytes += attributes.isRegularFile() ? attributes.size() : 0;
                return ++size.files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return size.bytes;
    }
}

package io.moltmates.gateway;

import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.DeadLetter.Settlement;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.kafka.DeadLetterBox;
import io.moltmates.schema.kafka.DeadLetterBox.Kept;
import io.moltmates.schema.kafka.DeadLetterId;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `moltmate deadletter`: shows records that could not be processed, and settles what becomes of them.
@Command(name = "deadletter", description = "Records that could not be processed: shows, replays or drops them.")
final class DeadLetterCommand extends OperatorCommands {

    private static final String ROW = "%-22s  %-19s  %-20s  %-16s  %s";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int REASON = 160;

    DeadLetterCommand(StateLayout layout, Map<String, String> environment) {
        super(layout, environment);
    }

    @Command(name = "list", description = "Lists the records that wait for a decision, the oldest first.")
    int list(
            @Option(names = "--broker", paramLabel = "HOST:PORT", description = "Another Kafka.") @Nullable
                    String broker)
            throws Exception {
        var kafka = KafkaAccess.find(layout(), environment(), broker);
        List<DeadLetter> letters = KafkaTask.run(kafka, () -> new DeadLetterBox(kafka.client()).waiting());
        var out = out();
        if (letters.isEmpty()) {
            out.println("No record waits: everything could be processed, or was replayed or dropped.");
            return 0;
        }
        out.println(ROW.formatted("ID", "GIVEN UP", "PERSON", "BY", "WHY"));
        for (var letter : letters) {
            say(ROW.formatted(
                    DeadLetterId.of(letter),
                    TIME.format(letter.at()),
                    letter.user().value(),
                    letter.service(),
                    HarmlessText.clip(letter.reason(), REASON)));
        }
        return 0;
    }

    @Command(name = "show", description = "Shows one record, with all that it holds.")
    int show(
            @Parameters(paramLabel = "ID", description = "As listed, such as ingress/0/17.") String id,
            @Option(names = "--broker", paramLabel = "HOST:PORT", description = "Another Kafka.") @Nullable
                    String broker)
            throws Exception {
        var kafka = KafkaAccess.find(layout(), environment(), broker);
        var found = find(kafka, id);
        if (found == null) {
            return 1;
        }
        var letter = found.letter();
        byte[] value = Base64.getDecoder().decode(letter.value());
        say("id        " + DeadLetterId.of(letter)
                + (found.settled() == null ? "" : " (" + done(found.settled()) + ")"));
        say("given up  " + TIME.format(letter.at()) + " by " + letter.service() + " at attempt " + letter.attempts());
        say("why       " + letter.reason());
        say("person    " + letter.user());
        say("key       " + (letter.recordKey() == null ? "(none)" : letter.recordKey()));
        letter.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> say("header    " + header.getKey() + ": " + header.getValue()));
        say("value     " + value.length + " bytes: " + new String(value, StandardCharsets.UTF_8));
        return 0;
    }

    @Command(name = "replay", description = "Writes the record to its topic again, as it was.")
    int replay(
            @Parameters(paramLabel = "ID", description = "As listed, such as ingress/0/17.") String id,
            @Option(names = "--broker", paramLabel = "HOST:PORT", description = "Another Kafka.") @Nullable
                    String broker)
            throws Exception {
        return settle(id, broker, Settlement.REPLAYED);
    }

    @Command(name = "drop", description = "Takes the record off the list without processing it.")
    int drop(
            @Parameters(paramLabel = "ID", description = "As listed, such as ingress/0/17.") String id,
            @Option(names = "--broker", paramLabel = "HOST:PORT", description = "Another Kafka.") @Nullable
                    String broker)
            throws Exception {
        return settle(id, broker, Settlement.DROPPED);
    }

    private int settle(String id, @Nullable String broker, Settlement settlement) throws Exception {
        var kafka = KafkaAccess.find(layout(), environment(), broker);
        var found = find(kafka, id);
        if (found == null) {
            return 1;
        }
        var letter = found.letter();
        if (found.settled() != null) {
            err().println(DeadLetterId.of(letter) + " " + done(found.settled()) + ".");
            return 1;
        }
        KafkaTask.run(kafka, () -> {
            var box = new DeadLetterBox(kafka.client());
            switch (settlement) {
                case REPLAYED -> box.replay(letter);
                case DROPPED -> box.drop(letter);
            }
            return letter;
        });
        say(
                switch (settlement) {
                    case REPLAYED ->
                        DeadLetterId.of(letter) + " was written to " + letter.topic()
                                + " again. If it fails once more, it is listed under a new id.";
                    case DROPPED -> DeadLetterId.of(letter) + " was dropped.";
                });
        return 0;
    }

    /// Null if there is none, which was said then.
    private @Nullable Kept find(KafkaAccess kafka, String text) throws Exception {
        var id = DeadLetterId.parse(text)
                .orElseThrow(() -> new ParameterException(
                        spec().commandLine(),
                        "'" + HarmlessText.line(text)
                                + "' is not an id: topic/partition/offset, such as ingress/0/17."));
        var found = KafkaTask.run(kafka, () -> new DeadLetterBox(kafka.client()).find(id));
        if (found.isEmpty()) {
            err().println("There is no dead letter " + id + ". See ./moltmate deadletter list.");
        }
        return found.orElse(null);
    }

    private static String done(Settlement settlement) {
        return switch (settlement) {
            case REPLAYED -> "was replayed already";
            case DROPPED -> "was dropped already";
        };
    }
}

package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.Durations;
import io.moltmates.schema.config.InvalidSetting;
import io.moltmates.schema.kafka.TopicScan;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `moltmate tap`: shows what flows over the topics, to whoever runs this, without disturbing anybody.
@Command(
        name = "tap",
        description = {
            "Shows what flows over the topics: who said what, which model, tools, and how long each step took.",
            "Messages are shown as they are. Nobody is disturbed: it reads without a consumer group."
        })
final class TapCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..1",
            description = "One topic, such as ingress or moltmate.ingress; without it, all but live.")
    private @Nullable String topic;

    @Option(names = "--user", paramLabel = "ID", description = "Only what is about this person, such as web_alice.")
    private @Nullable String user;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what is younger: 30s, 5m, 1h, 7d. Without it, all that is kept.")
    private @Nullable String since;

    @Option(names = "--follow", description = "Goes on with what comes, until Ctrl-C; without --since, it begins now.")
    private boolean follow;

    @Option(names = "--json", description = "One JSON object a record and line, with key and headers.")
    private boolean json;

    @Option(names = "--turn", paramLabel = "ID", description = "Tells one turn, from ingress to delivery.")
    private @Nullable String turn;

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            description = "Another Kafka than that of the gateway or moltmate.json.")
    private @Nullable String broker;

    private final StateLayout layout;
    private final Map<String, String> environment;

    TapCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (turn != null && (follow || topic != null)) {
            throw misunderstood("--turn tells a whole turn: leave out --follow and the topic.");
        }
        var topics = topics();
        var start = start();
        var filter = new TapFilter(person(), turn == null ? null : TapRecord.turnOf(turn));
        var kafka = KafkaAccess.find(layout, environment, broker);
        return KafkaTask.run(kafka, () -> {
            try (var scan = new TopicScan(kafka.client(), "moltmate-tap", topics, start)) {
                if (!scan.findsTopics()) {
                    throw new StartRefusedException("Kafka at " + kafka.address() + " has no topic of Moltmates'.");
                }
                return show(scan, filter);
            }
        });
    }

    private int show(TopicScan scan, TapFilter filter) {
        var shown = new ShownLines(spec.commandLine().getOut(), KnownSecrets.of(layout, environment));
        if (filter.turn() != null && !json) {
            return tell(scan, filter, filter.turn(), shown);
        }
        var story = new Story(ZoneId.systemDefault());
        Function<TapRecord, List<String>> form = json ? entry -> List.of(TapJson.line(entry)) : story::lines;
        Predicate<ConsumerRecord<String, byte[]>> reader = entry -> {
            var record = TapRecord.of(entry);
            return !filter.admits(record) || shown.print(form.apply(record));
        };
        if (follow) {
            scan.follow(reader);
        } else {
            scan.read(reader);
        }
        return filter.turn() != null && shown.none() ? unknown(filter.turn()) : 0;
    }

    private int tell(TopicScan scan, TapFilter filter, String id, ShownLines shown) {
        var story = new TurnStory(id, ZoneId.systemDefault());
        scan.read(entry -> {
            var record = TapRecord.of(entry);
            if (filter.admits(record)) {
                story.add(record);
            }
            return true;
        });
        if (story.isEmpty()) {
            return unknown(id);
        }
        shown.print(story.lines());
        return 0;
    }

    private int unknown(String id) {
        spec.commandLine()
                .getErr()
                .println("No record of the turn " + HarmlessText.line(id)
                        + " is there. Topics keep what was said for kafka.retention (24 h by default);"
                        + " ./moltmate tap ingress shows the turns.");
        return 1;
    }

    private List<String> topics() {
        if (topic == null) {
            return turn == null ? TopicNames.ofStory() : TopicNames.everything();
        }
        try {
            return List.of(TopicNames.whole(topic));
        } catch (IllegalArgumentException e) {
            throw misunderstood(e.getMessage());
        }
    }

    private @Nullable String person() {
        try {
            return user == null ? null : new UserId(user).value();
        } catch (IllegalArgumentException e) {
            throw misunderstood("--user: " + e.getMessage());
        }
    }

    private @Nullable Instant start() {
        if (since == null) {
            return follow ? Instant.now() : null;
        }
        try {
            return Instant.now().minus(Durations.parse(since));
        } catch (InvalidSetting e) {
            throw misunderstood("--since '" + since + "' " + e.wrong() + ". " + e.right());
        }
    }

    private ParameterException misunderstood(@Nullable String sentence) {
        return new ParameterException(spec.commandLine(), String.valueOf(sentence));
    }

    /// Where lines go, without secrets, for as long as somebody reads them.
    private static final class ShownLines {

        private final PrintWriter out;
        private final KnownSecrets secrets;
        private boolean none = true;

        ShownLines(PrintWriter out, KnownSecrets secrets) {
            this.out = out;
            this.secrets = secrets;
        }

        /// Whether whoever reads them is still there.
        boolean print(List<String> lines) {
            none = false;
            lines.forEach(line -> out.println(secrets.without(line)));
            return !out.checkError();
        }

        boolean none() {
            return none;
        }
    }
}

package io.moltmates.gateway;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Ids;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.PersonAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/// Commands of the operator, who asks services and shows what people wrote: nothing of it is obeyed by the terminal.
abstract class OperatorCommands extends Group {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final StateLayout layout;
    private final Map<String, String> environment;
    private @Nullable KnownSecrets secrets;

    OperatorCommands(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    final StateLayout layout() {
        return layout;
    }

    final Map<String, String> environment() {
        return environment;
    }

    /// @param question makes the question with the id that it is given
    final CommandResult ask(Function<String, CommandRequest> question) {
        return OperatorClient.connect(layout, environment).ask(question.apply("q" + Ids.random(20)));
    }

    /// Says why not.
    final int refused(String reason) {
        err().println(HarmlessText.line(reason));
        return 1;
    }

    /// Says why the answer is none.
    final int refused(CommandResult answer) {
        return refused(
                answer instanceof CommandResult.Failure failure
                        ? failure.reason()
                        : "The gateway gave another answer. Is it of another version?");
    }

    /// A line without this deployment's own keys.
    final void say(String line) {
        out().println(shown(HarmlessText.line(line)));
    }

    final String shown(String text) {
        var known = secrets;
        if (known == null) {
            known = KnownSecrets.of(layout, environment);
            secrets = known;
        }
        return known.without(text);
    }

    /// @throws ParameterException if that is not how a person is named
    final UserId person(String text) {
        return PersonAddress.parse(text)
                .orElseThrow(() -> new ParameterException(
                        spec().commandLine(),
                        "'" + HarmlessText.line(text)
                                + "' is not a person's id with its channel: write telegram:123456 or web_alice."));
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}

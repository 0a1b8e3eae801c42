package io.moltmates.agent;

import io.moltmates.agent.AskedCommand.Answer;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.config.QueueConfig;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Shows and changes what a person has set: `/model`, `/think`, `/verbose`,
/// `/queue` and `/timezone`. persona-service keeps it.
final class SettingCommands {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final List<String> THINK = List.of("off", "low", "medium", "high", "default");

    private static final Map<String, String> QUEUE = new TreeMap<>(Map.of(
            "collect", "all of it becomes the next message",
            "steer", "it goes into the answer that is made",
            "followup", "each message is answered in its turn",
            "interrupt", "it stops the answer that is made"));

    private final AgentParts parts;
    private final CommandAsker asker;

    SettingCommands(AgentParts parts, CommandAsker asker) {
        this.parts = parts;
        this.asker = asker;
    }

    Answer model(AskedCommand asked) {
        String wanted = asked.argument();
        var names = PersonModels.names(asked.person(), parts);
        String all = " There are: " + String.join(", ", names) + ".";
        if (wanted.isEmpty()) {
            return asked.says(
                    "Your model is "
                            + PersonModels.choose(asked.person(), parts).reference() + "." + all,
                    names.stream()
                            .map(model -> new Button(model, "/model " + model))
                            .toList());
        }
        if (!parts.settings().get().modelChoice()) {
            return asked.says("Switching the model is off here (commands.model).");
        }
        boolean standard = wanted.equalsIgnoreCase("default");
        var chosen = names.stream()
                .filter(model -> model.equalsIgnoreCase(wanted)
                        || model.substring(model.indexOf('/') + 1).equalsIgnoreCase(wanted))
                .findFirst();
        if (chosen.isEmpty() && !standard) {
            return asked.says("There is no model named \"" + Texts.cut(wanted, 80) + "\"." + all);
        }
        String value = chosen.orElse("");
        return set(
                asked,
                PersonFile.MODEL,
                value,
                standard ? "Your model is the default one again." : "Your model is now " + value + ".");
    }

    Answer think(AskedCommand asked) {
        String wanted = asked.argument().toLowerCase(Locale.ROOT);
        var choice = PersonModels.choose(asked.person(), parts);
        String able = choice.takesEffort() ? "" : " " + choice.reference() + " takes no such wish, though.";
        if (wanted.isEmpty()) {
            String now = asked.person().setting(PersonFile.THINK);
            return asked.says(
                    "Your assistant thinks " + (now == null ? "as its model does by itself" : "at level " + now)
                            + ". There are: " + String.join(", ", THINK) + "." + able,
                    buttons("/think ", THINK));
        }
        if (!THINK.contains(wanted)) {
            return asked.says("`/think` takes one of " + String.join(", ", THINK) + ".", buttons("/think ", THINK));
        }
        boolean standard = wanted.equals("default");
        return set(
                asked,
                PersonFile.THINK,
                standard ? "" : wanted,
                (standard
                                ? "Your assistant thinks as its model does by itself again."
                                : "From the next message on your assistant thinks at level " + wanted + ".")
                        + able);
    }

    Answer verbose(AskedCommand asked) {
        var choices = List.of("on", "off");
        String wanted = asked.argument().toLowerCase(Locale.ROOT);
        if (!choices.contains(wanted)) {
            return asked.says(
                    "Tools are " + (asked.person().verbose() ? "" : "not ")
                            + "named before answers. `/verbose on` or `/verbose off` changes that.",
                    buttons("/verbose ", choices));
        }
        return wanted.equals("on")
                ? set(asked, PersonFile.VERBOSE, "on", "Answers begin with the tools that were used.")
                : set(asked, PersonFile.VERBOSE, "", "Answers come without their tools.");
    }

    Answer queue(AskedCommand asked) {
        String session = asked.journal().session().orElse("");
        String wanted = asked.argument().toLowerCase(Locale.ROOT);
        var standard = parts.settings().get().queue().mode();
        if (wanted.isEmpty()) {
            var mode = asked.person().queueMode(session, standard);
            return asked.says(
                    "What you write while an answer is made: " + QUEUE.get(name(mode)) + " (`" + name(mode)
                            + "`). There are: " + String.join(", ", QUEUE.keySet())
                            + ". In the web chat and the HTTP API each message is answered in its turn.",
                    buttons("/queue ", List.copyOf(QUEUE.keySet())));
        }
        if (wanted.equals("default")) {
            asked.lane().mode(standard);
            return set(asked, PersonFile.QUEUE, "", "As it is usual here again: " + QUEUE.get(name(standard)) + ".");
        }
        for (var mode : QueueConfig.Mode.values()) {
            if (name(mode).equals(wanted)) {
                asked.lane().mode(mode);
                return set(
                        asked,
                        PersonFile.QUEUE,
                        wanted + "@" + session,
                        "In this conversation, of what you write while an answer is made: " + QUEUE.get(wanted) + ".");
            }
        }
        return asked.says("`/queue` takes one of " + String.join(", ", QUEUE.keySet()) + ", default.");
    }

    Answer zone(AskedCommand asked) {
        String wanted = asked.argument();
        if (wanted.isEmpty()) {
            return asked.says("Your time zone is " + asked.person().zone()
                    + ". `/timezone Europe/Berlin` takes another, `/timezone default` the usual one.");
        }
        if (wanted.equalsIgnoreCase("default")) {
            return set(asked, PersonFile.ZONE, "", "Your time zone is " + ZoneId.systemDefault() + " again.");
        }
        return ZoneId.getAvailableZoneIds().stream()
                .filter(wanted::equalsIgnoreCase)
                .findFirst()
                .map(zone -> set(asked, PersonFile.ZONE, zone, "Your time zone is now " + zone + "."))
                .orElseGet(() -> asked.says("There is no time zone named \"" + Texts.cut(wanted, 80)
                        + "\". They are named like Europe/Berlin, America/New_York or UTC."));
    }

    private static String name(QueueConfig.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private Answer set(AskedCommand asked, String name, String value, String done) {
        var change = new CommandRequest.ChangeSetting(
                asked.control().id() + ".setting", asked.person().user(), name, value);
        return switch (asker.ask(change, PATIENCE)) {
            case CommandResult.Done _ -> asked.says(done);
            case CommandResult.Failure(var _, var _, var reason) -> asked.says(reason);
            case CommandResult.History _,
                    CommandResult.Sessions _,
                    CommandResult.People _,
                    CommandResult.Draft _,
                    CommandResult.Files _,
                    CommandResult.Access _,
                    CommandResult.Usage _,
                    CommandResult.Export _,
                    CommandResult.Pairings _ -> asked.says("This could not be changed right now.");
        };
    }

    private static List<Button> buttons(String command, List<String> values) {
        return values.stream().map(value -> new Button(value, command + value)).toList();
    }
}

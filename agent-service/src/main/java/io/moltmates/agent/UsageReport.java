package io.moltmates.agent;

import io.moltmates.agent.DayUsage.Used;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells people how things are: what runs, what was used, what may be used, and what is in the model's window.
final class UsageReport {

    private final AgentParts parts;
    private final Limits limits;

    UsageReport(AgentParts parts) {
        this.parts = parts;
        this.limits = new Limits(parts.settings(), parts.clock());
    }

    String status(AskedCommand asked) throws IOException {
        var choice = PersonModels.choose(asked.person(), parts);
        var totals = session(asked);
        var persona = asked.person().file().persona();
        return (persona == null ? "" : "**" + persona.emoji() + " " + persona.name() + "**\n\n")
                + "- Model: " + choice.reference() + "\n"
                + "- Session: " + asked.journal().session().orElse("none yet") + ", " + totals.turns() + " turns, "
                + totals.usage().input() + " tokens read, " + totals.usage().output() + " written\n"
                + "- Now: " + asked.lane().status();
    }

    String usage(AskedCommand asked) throws IOException {
        var today = today(asked);
        var totals = session(asked);
        var lines = new ArrayList<String>();
        lines.add("Today (UTC): " + tokens(today.tokens()) + ", " + Texts.dollars(today.dollars()));
        lines.add("This conversation: " + totals.turns() + " turns, "
                + tokens(totals.usage().input()) + " read, "
                + tokens(totals.usage().output()) + " written, " + Texts.dollars(totals.dollars()));
        var unknown = new TreeSet<>(today.unpriced());
        unknown.addAll(totals.unpriced());
        if (!unknown.isEmpty()) {
            lines.add("The price of " + String.join(", ", unknown) + " is not known, so it is not in the sums.");
        }
        lines.add("Prices are list prices of " + parts.priceList().date() + ", where nobody has set others.");
        return list(lines);
    }

    String limits(AskedCommand asked) throws IOException {
        var user = asked.control().user();
        var config = parts.settings().get().limits();
        var used = today(asked);
        int messages = config.messagesPerMinute(user);
        int tokens = config.tokensPerDay(user);
        double money = config.moneyPerDay(user);
        return list(List.of(
                "Messages a minute: " + (messages == 0 ? "any number" : String.valueOf(messages)),
                "Tokens a day: "
                        + (tokens == 0
                                ? "any number, " + number(used.tokens()) + " used today"
                                : number(used.tokens()) + " of " + number(tokens) + " used"),
                "Money a day: "
                        + (money == 0
                                ? "any sum, " + Texts.dollars(used.dollars()) + " used today"
                                : Texts.dollars(used.dollars()) + " of " + Texts.dollars(money) + " used"),
                "The next day begins " + limits.goesOn() + "."));
    }

    String context(AskedCommand asked) throws IOException {
        var person = asked.person();
        var settings = parts.settings().get();
        var choice = PersonModels.choose(person, parts);
        var profile = choice.profile();
        var files = person.layout();
        int conversation = asked.journal().size().tokens();
        var names = profile.tools() ? settings.tools() : Set.<String>of();
        var prompt = new Prompt(parts.people(), settings.agents().systemPrompt(person.user()))
                .of(
                        person,
                        names,
                        parts.clock().instant().atZone(person.zone()),
                        asked.journal().size().summary(),
                        null);
        int tools = profile.tools() ? Toolbox.tokens(settings) : 0;
        int all = Tokens.of(prompt.stable()) + Tokens.of(prompt.changing()) + tools + conversation;
        int soul = Tokens.of(parts.people().text(files.soul()));
        int memory = Tokens.of(parts.people().text(files.user()))
                + Tokens.of(parts.people().text(files.memory()));
        int summary = Tokens.of(asked.journal().size().summary());
        int rest = Math.max(0, all - conversation - tools - soul - memory - summary);
        return "About " + number(all) + " of " + number(profile.contextWindow()) + " tokens of " + choice.reference()
                + " are taken (" + 100L * all / profile.contextWindow() + " %):\n\n"
                + list(List.of(
                        "The persona: " + number(soul),
                        "USER.md and MEMORY.md: " + number(memory),
                        "Instructions and the last days' notes: " + number(rest),
                        "Tools: " + number(tools),
                        "A summary of earlier messages: " + number(summary),
                        asked.journal().size().turns() + " turns of this conversation: " + number(conversation)))
                + "\n\n`/compact` shortens the conversation, `/new` begins another.";
    }

    /// In a group, of all its speakers.
    private Used today(AskedCommand asked) throws IOException {
        return asked.journal()
                .used(LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC))
                .all();
    }

    private static SessionTotals session(AskedCommand asked) throws IOException {
        return SessionTotals.read(
                asked.person().layout().sessions(), asked.journal().session().orElse(""));
    }

    private static String list(List<String> lines) {
        return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
    }

    private static String tokens(long count) {
        return number(count) + " tokens";
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

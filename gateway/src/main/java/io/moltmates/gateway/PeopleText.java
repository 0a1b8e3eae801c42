package io.moltmates.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.schema.CommandResult.PersonUsage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Shows people to the operator: as a table, one by one, or as JSON.
final class PeopleText {

    private static final String ROW = "%-28s  %-20s  %-12s  %-16s  %12s  %s";
    private static final int NAME = 20;
    private static final int ID = 28;

    private PeopleText() {}

    static List<String> table(List<KnownPerson> people) {
        var lines = new ArrayList<String>();
        lines.add(ROW.formatted("PERSON", "NAME", "PERSONA", "LAST SEEN", "TOKENS TODAY", ""));
        for (var person : people) {
            var usage = person.usage();
            lines.add(ROW.formatted(
                    HarmlessText.clip(person.user().value(), ID),
                    HarmlessText.clip(person.name(), NAME),
                    HarmlessText.clip(person.persona(), NAME),
                    lastSeen(person),
                    usage == null ? "" : number(usage.tokensToday()),
                    standing(person)));
        }
        return lines;
    }

    private static String standing(KnownPerson person) {
        return (person.mayWrite() ? "may write" : "may not write")
                + (person.role().equals(UserRecord.OPERATOR) ? ", operator" : "");
    }

    private static String lastSeen(KnownPerson person) {
        var usage = person.usage();
        var last = usage == null ? null : usage.lastAt();
        return last == null ? "never" : OperatorCommands.time(last);
    }

    static List<String> all(KnownPerson person) {
        var lines = new ArrayList<String>();
        lines.add(person.user() + (person.name().isEmpty() ? "" : " (" + person.name() + ")"));
        var access = person.access();
        if (access != null) {
            lines.add(field("may write", (access.admitted() ? "yes: " : "no: ") + String.join("; ", access.reasons())));
        }
        var row = person.row();
        if (row == null) {
            lines.add(field("directory", "none: has not begun yet"));
            return lines;
        }
        lines.add(field("persona", person.persona()));
        lines.add(field("role", row.role()));
        lines.add(field("addresses", row.addresses().stream().map(UserId::value).collect(Collectors.joining(", "))));
        lines.add(field("settings", settings(row)));
        var usage = person.usage();
        if (usage != null) {
            addUsage(lines, usage, lastSeen(person));
        }
        return lines;
    }

    private static void addUsage(List<String> lines, PersonUsage usage, String lastSeen) {
        lines.add(field("model", usage.model()));
        lines.add(field(
                "session",
                usage.session().isEmpty()
                        ? "none yet"
                        : usage.session() + ", of " + usage.sessions() + " in all; last written " + lastSeen));
        lines.add(field("messages", limit(usage.messagesPerMinute(), "any number") + " a minute"));
        lines.add(field(
                "tokens",
                number(usage.tokensToday()) + " today (UTC), of " + limit(usage.tokensPerDay(), "any number")));
        lines.add(field(
                "money",
                dollars(usage.dollarsToday()) + " today (UTC), of "
                        + (usage.dollarsPerDay() == 0 ? "any sum" : dollars(usage.dollarsPerDay()))));
        lines.add(field("workspace", number(usage.workspaceBytes()) + " bytes"));
    }

    private static String settings(UserRecord row) {
        return row.settings().isEmpty()
                ? "none"
                : row.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    static String json(List<KnownPerson> people) {
        ArrayNode list = RecordCodec.mapper().createArrayNode();
        people.forEach(person -> list.add(object(person)));
        return HarmlessText.json(list.toString());
    }

    static String json(KnownPerson person) {
        return HarmlessText.json(object(person).toString());
    }

    private static ObjectNode object(KnownPerson person) {
        var mapper = RecordCodec.mapper();
        var object = mapper.createObjectNode()
                .put("user", person.user().value())
                .put("channel", person.user().channel())
                .put("name", person.name())
                .put("mayWrite", person.mayWrite())
                .put("role", person.role());
        object.set("person", mapper.valueToTree(person.row()));
        object.set("usage", mapper.valueToTree(person.usage()));
        object.set("access", mapper.valueToTree(person.access()));
        return object;
    }

    private static String field(String name, String value) {
        return "  %-10s  %s".formatted(name, value);
    }

    private static String limit(int most, String none) {
        return most == 0 ? none : number(most);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String dollars(double sum) {
        return String.format(Locale.ROOT, "$%.4f", sum);
    }
}

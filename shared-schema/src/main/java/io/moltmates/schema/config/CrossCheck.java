package io.moltmates.schema.config;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Warns about settings that do not fit each other.
final class CrossCheck {

    private CrossCheck() {}

    static void report(Node.Section root, MoltmateConfig config, FindingList findings) {
        provider(root, config, findings);
        SandboxCheck.report(root, config, findings);
        KafkaCheck.report(root, config, findings);
    }

    private static void provider(Node.Section root, MoltmateConfig config, FindingList findings) {
        String provider = config.agents().main().provider();
        if (provider == null || !(at(root, "agents", "main", "provider") instanceof Node.Text text)) {
            return;
        }
        var names = new TreeSet<>(KnownProvider.all().keySet());
        names.add("demo");
        if (at(root, "providers") instanceof Node.Section section) {
            names.addAll(section.members().keySet());
        }
        if (!names.contains(provider)) {
            findings.warn(
                    text.at(),
                    "agents.main.provider",
                    Shown.value(text, "agents.main.provider") + " is not among the providers",
                    Nearest.to(provider, names)
                            .map(name -> "Did you mean " + name + "?")
                            .orElse("Add it to providers with its baseUrl."));
        }
    }

    /// What stands at this path, if anything does.
    static @Nullable Node at(Node.Section root, String... keys) {
        Node node = root;
        for (String key : keys) {
            if (!(node instanceof Node.Section section) || !section.members().containsKey(key)) {
                return null;
            }
            node = section.members().get(key).value();
        }
        return node;
    }
}

package io.moltmates.schema.config;

import java.util.Map;

/// What a rendered file says about sections that were bad in the file that it was rendered from.
final class DisabledSections {

    static final String KEY = "disabledSections";

    private DisabledSections() {}

    /// Adds to `disabled` why each of them is off, by its key path.
    static void read(Node.Section root, Map<String, String> disabled) {
        if (CrossCheck.at(root, KEY) instanceof Node.Section section) {
            section.members().forEach((path, member) -> {
                if (member.value() instanceof Node.Text reason) {
                    disabled.put(path, reason.value());
                }
            });
        }
    }
}

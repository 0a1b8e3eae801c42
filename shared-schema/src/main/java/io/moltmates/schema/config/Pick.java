package io.moltmates.schema.config;

/// Finds the node that a check complained about: a member, an element of a member, or the section itself.
final class Pick {

    private Pick() {}

    static Node from(Node.Section section, String component) {
        int bracket = component.indexOf('[');
        var member = section.members().get(bracket < 0 ? component : component.substring(0, bracket));
        if (member == null) {
            return section;
        }
        if (bracket >= 0 && member.value() instanceof Node.Items items) {
            int index = Integer.parseInt(component.substring(bracket + 1, component.length() - 1));
            return index < items.values().size() ? items.values().get(index) : items;
        }
        return member.value();
    }
}

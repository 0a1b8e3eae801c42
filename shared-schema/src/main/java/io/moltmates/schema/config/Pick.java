package io.moltmates.schema.config;

/// Finds the node that a check complained about: a member, an element or a member of it, or the section itself.
final class Pick {

    private Pick() {}

    static Node from(Node.Section section, String component) {
        int dot = component.indexOf('.');
        if (dot >= 0) {
            var outer = section.members().get(component.substring(0, dot));
            if (outer == null || !(outer.value() instanceof Node.Section inner)) {
                return section;
            }
            var member = inner.members().get(component.substring(dot + 1)); // its name may have dots
            return member == null ? inner : member.value();
        }
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

package io.moltmates.schema.config;

/// Says which component of a record got a value that is not allowed, and what would be, without repeating the value.
public final class InvalidSetting extends IllegalArgumentException {

    private final String component;
    private final String wrong;
    private final String right;
    private final boolean fatal;

    /// `wrong` goes on from the value: "is not between 1 and 65535".
    public InvalidSetting(String component, String wrong, String right) {
        this(component, wrong, right, false);
    }

    private InvalidSetting(String component, String wrong, String right, boolean fatal) {
        super((component.isEmpty() ? "The value" : component) + " " + wrong + ". " + right);
        this.component = component;
        this.wrong = wrong;
        this.right = right;
        this.fatal = fatal;
    }

    /// A setting that the operator must mend before the program may start.
    static InvalidSetting fatal(String component, String wrong, String right) {
        return new InvalidSetting(component, wrong, right, true);
    }

    /// The component's name, `name[2]` for an element of a list, empty for the value as a whole.
    public String component() {
        return component;
    }

    public String wrong() {
        return wrong;
    }

    public String right() {
        return right;
    }

    boolean isFatal() {
        return fatal;
    }
}

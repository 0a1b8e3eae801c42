package io.moltmates.schema.config;

import java.util.Locale;

/// How much a finding matters.
public enum Severity {
    /// Everything runs; something was probably meant differently.
    WARNING,
    /// The section is off, or goes on as it was; the rest runs.
    ERROR,
    /// The program must not start like this, because it would be open to strangers.
    FATAL;

    /// `warning`, `error` or `fatal`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

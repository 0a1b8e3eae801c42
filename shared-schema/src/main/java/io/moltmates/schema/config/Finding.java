package io.moltmates.schema.config;

import java.nio.file.Path;

/// One thing that is wrong in a configuration file: where, what, and what would be right; it never holds a secret.
///
/// `line` and `column` count from 1, and are 0 where the finding is about the file as a whole; `key` is empty there.
public record Finding(Severity severity, Path file, int line, int column, String key, String wrong, String right) {

    /// `~/.moltmate/moltmate.json:3:9: error: gateway.port: 70000 is not between 1 and 65535. Give a number from 1 to
    /// 65535.`
    public String describe() {
        var text = new StringBuilder(file.toString());
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ").append(severity.label()).append(": ");
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        return text.append(wrong).append(". ").append(right).toString();
    }

    public boolean isWarning() {
        return severity == Severity.WARNING;
    }
}

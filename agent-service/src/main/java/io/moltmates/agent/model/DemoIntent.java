package io.moltmates.agent.model;

import java.util.Locale;
import java.util.regex.Pattern;

/// What somebody asks of the demo model, read from plain words.
sealed interface DemoIntent {

    record Write(String path, String text) implements DemoIntent {}

    record Read(String path) implements DemoIntent {}

    record Edit(String path, String before, String after) implements DemoIntent {}

    record ListFiles(String path) implements DemoIntent {}

    record Run(String command) implements DemoIntent {}

    record Remember(String fact) implements DemoIntent {}

    record Recall() implements DemoIntent {}

    record Talk(String text) implements DemoIntent {}

    Pattern WRITE = pattern("(?:please )?write (?:to |into )?[\"`]?([^\\s:\"`]+)[\"`]?\\s*:\\s*(.+)");
    Pattern READ = pattern("(?:please )?(?:read|show|open) (?:me )?(?:the file |file )?[\"`]?(\\S+?)[\"`]?[.?!]?");
    Pattern EDIT = pattern(
            "(?:please )?edit [\"`]?([^\\s:\"`]+)[\"`]?\\s*:\\s*(?:replace )?[\"`]?(.+?)[\"`]?\\s+(?:with|->|→)\\s+[\"`]?(.+?)[\"`]?");
    Pattern LIST =
            pattern("(?:please )?(?:list|ls|show)(?: my| the| all)?(?: files)?(?: in)?(?: [\"`]?(\\S+?)[\"`]?)?[.?!]?");
    Pattern RUN = pattern("(?:please )?(?:run|exec|execute)\\s+[\"`]?(.+?)[\"`]?");
    Pattern REMEMBER = pattern("(?:please )?remember(?: that|:)? (.+)");
    Pattern RECALL = pattern("(?:what do you (?:remember|know)|do you remember).*");

    /// What the assistant adds to a message that came with files.
    Pattern ATTACHED = Pattern.compile("\\s*\\[attached: [^\\]]*]");

    static DemoIntent of(String message) {
        var text = ATTACHED.matcher(message).replaceAll("").strip();
        var write = WRITE.matcher(text);
        if (write.matches()) {
            return new Write(write.group(1), write.group(2));
        }
        var edit = EDIT.matcher(text);
        if (edit.matches()) {
            return new Edit(edit.group(1), edit.group(2), edit.group(3));
        }
        var run = RUN.matcher(text);
        if (run.matches()) {
            return new Run(run.group(1));
        }
        if (RECALL.matcher(text).matches()) {
            return new Recall();
        }
        var remember = REMEMBER.matcher(text);
        if (remember.matches()) {
            return new Remember(remember.group(1).strip());
        }
        var list = LIST.matcher(text);
        if (list.matches() && (text.toLowerCase(Locale.ROOT).contains("files") || text.matches("(?i)(list|ls)\\b.*"))) {
            return new ListFiles(list.group(1) == null ? "." : list.group(1));
        }
        var read = READ.matcher(text);
        return read.matches() ? new Read(read.group(1)) : new Talk(text);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}

package io.moltmates.schema.kafka;

import io.moltmates.schema.DeadLetter;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a record that became a dead letter lay, as an operator writes it: `ingress/0/17`.
///
/// @param topic the whole name, such as `moltmate.ingress`
public record DeadLetterId(String topic, int partition, long offset) {

    private static final String PREFIX = "moltmate.";
    private static final Pattern FORM = Pattern.compile("([a-z][a-z.]*)/(\\d{1,9})/(\\d{1,18})");

    /// Reads the short form and the one with the topic's whole name; empty if the text is neither.
    public static Optional<DeadLetterId> parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        String topic = form.group(1).startsWith(PREFIX) ? form.group(1) : PREFIX + form.group(1);
        return Optional.of(new DeadLetterId(topic, Integer.parseInt(form.group(2)), Long.parseLong(form.group(3))));
    }

    public static DeadLetterId of(DeadLetter letter) {
        return new DeadLetterId(letter.topic(), letter.partition(), letter.offset());
    }

    @Override
    public String toString() {
        String shown = topic.startsWith(PREFIX) ? topic.substring(PREFIX.length()) : topic;
        return shown + "/" + partition + "/" + offset;
    }
}

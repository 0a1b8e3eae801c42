package io.moltmates.persona;

import io.moltmates.schema.PersonaReference;
import java.util.regex.Pattern;

/// A persona of a person's own, read from what a model drafted or from their own words.
///
/// A draft may begin with front matter (`name`, `emoji`), or with a heading that is the name.
record CustomPersona(PersonaReference reference, String text) {

    private static final Pattern HEADING = Pattern.compile("\\A#{1,3}\\s+(.{1,60}?)\\s*(?:\\R|\\z)");
    private static final Pattern CALLED =
            Pattern.compile("(?i:called|named|name is|name:|i am|you are)\\s+[\"“'*]*(\\p{Lu}[\\p{L}\\p{N}'-]{1,30})");
    private static final Pattern EMOJI = Pattern.compile("\\p{IsEmoji_Presentation}\\x{FE0F}?");
    private static final String NAME = "Custom";

    /// @param frame names what the draft and the words don't
    static CustomPersona of(String draft, String words, PersonaTemplate frame) {
        var matter = FrontMatter.parse(draft.strip());
        String text = matter.text().isBlank() ? words : matter.text();
        String name = matter.fields().getOrDefault("name", "");
        var heading = HEADING.matcher(text);
        if (name.isBlank() && heading.find()) {
            name = EMOJI.matcher(heading.group(1)).replaceAll("").strip();
        }
        if (name.isBlank()) {
            name = first(CALLED, words + "\n" + text);
        }
        String emoji = first(EMOJI, matter.fields().getOrDefault("emoji", ""));
        if (emoji.isEmpty()) {
            emoji = first(EMOJI, words);
        }
        return new CustomPersona(
                new PersonaReference(
                        PersonaTemplate.CUSTOM,
                        name.isBlank() ? NAME : shortened(name),
                        emoji.isEmpty() ? frame.emoji() : emoji),
                text);
    }

    private static String first(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        if (!match.find()) {
            return "";
        }
        return match.groupCount() == 0 ? match.group() : match.group(1);
    }

    private static String shortened(String name) {
        String line = name.replaceAll("[\\p{Cntrl}\\s*_#`]+", " ").strip();
        return line.length() <= 40
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 20)).strip();
    }
}

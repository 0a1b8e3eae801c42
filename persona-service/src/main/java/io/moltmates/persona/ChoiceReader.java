package io.moltmates.persona;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Understands which persona of a list somebody means: by its number, name, emoji or the whole line.
///
/// Rather understands nothing than the wrong one: a question, a refusal, two names or a long text is no choice.
final class ChoiceReader {

    private static final Pattern NUMBER = Pattern.compile("[#(\\[]*(\\d{1,3})[.)\\]:!]*");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern EMOJI_VARIATIONS = Pattern.compile("[\\uFE0E\\uFE0F\\u20E3]");
    private static final Set<String> REFUSALS = Set.of("not", "no", "dont", "don", "never", "except", "neither", "nor");
    private static final Set<String> STAYING =
            Set.of("keep", "cancel", "stay", "no", "nothing", "back", "never mind", "nevermind", "leave it", "keep it");
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth");
    private static final List<String> CARDINALS = List.of("one", "two", "three", "four", "five");
    private static final int MOST_WORDS = 10;

    private ChoiceReader() {}

    static Optional<PersonaTemplate> read(String text, List<PersonaTemplate> list) {
        String answer = EMOJI_VARIATIONS
                .matcher(text.strip().toLowerCase(Locale.ROOT))
                .replaceAll("")
                .strip();
        var number = NUMBER.matcher(answer);
        if (number.matches()) {
            return at(list, Integer.parseInt(number.group(1)) - 1);
        }
        var words = words(answer);
        if (words.size() > MOST_WORDS) {
            return line(answer, list);
        }
        if (answer.contains("?") || words.stream().anyMatch(REFUSALS::contains)) {
            return exact(words, list);
        }
        var meant = list.stream()
                .filter(template -> names(template, words) || answer.contains(emoji(template)))
                .toList();
        return switch (meant.size()) {
            case 0 -> counted(words, list);
            case 1 -> Optional.of(meant.getFirst());
            default -> line(answer, list).or(() -> exact(words, list));
        };
    }

    /// Whether somebody who was asked for another persona keeps the one that they have.
    static boolean staysAsItIs(String text) {
        String answer = String.join(" ", words(text.toLowerCase(Locale.ROOT)));
        return STAYING.contains(answer) || answer.startsWith("keep ") && answer.length() <= 40;
    }

    /// A line of the list as it was shown, such as `2. 🦎 Cami - Warm and adaptive`.
    private static Optional<PersonaTemplate> line(String answer, List<PersonaTemplate> list) {
        for (int place = 0; place < list.size(); place++) {
            String shown = OnboardingTexts.line(place + 1, list.get(place)).toLowerCase(Locale.ROOT);
            String plain = EMOJI_VARIATIONS.matcher(shown).replaceAll("");
            if (answer.equals(plain) || answer.equals(plain.substring(plain.indexOf(' ') + 1))) {
                return Optional.of(list.get(place));
            }
        }
        return Optional.empty();
    }

    private static Optional<PersonaTemplate> exact(List<String> words, List<PersonaTemplate> list) {
        return list.stream()
                .filter(template -> words.equals(words(template.name().toLowerCase(Locale.ROOT))))
                .findFirst();
    }

    private static Optional<PersonaTemplate> counted(List<String> words, List<PersonaTemplate> list) {
        if (words.size() > 4) {
            return Optional.empty();
        }
        for (String word : words) {
            if (ORDINALS.contains(word)) {
                return at(list, ORDINALS.indexOf(word));
            }
        }
        String last = words.isEmpty() ? "" : words.getLast();
        boolean isNumber =
                words.size() == 1 || words.size() == 2 && words.getFirst().equals("number");
        if (isNumber && last.matches("\\d{1,3}")) {
            return at(list, Integer.parseInt(last) - 1);
        }
        return isNumber && CARDINALS.contains(last) ? at(list, CARDINALS.indexOf(last)) : Optional.empty();
    }

    private static boolean names(PersonaTemplate template, List<String> words) {
        for (String name : List.of(template.name(), template.id())) {
            var wanted = words(name.toLowerCase(Locale.ROOT));
            if (!wanted.isEmpty() && Collections.indexOfSubList(words, wanted) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String emoji(PersonaTemplate template) {
        return EMOJI_VARIATIONS.matcher(template.emoji()).replaceAll("");
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>(Arrays.asList(NOT_A_WORD.split(text, -1)));
        words.removeIf(String::isEmpty);
        return words;
    }

    private static Optional<PersonaTemplate> at(List<PersonaTemplate> list, int place) {
        return place >= 0 && place < list.size() ? Optional.of(list.get(place)) : Optional.empty();
    }
}

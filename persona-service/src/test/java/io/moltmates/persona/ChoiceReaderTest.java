package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceReaderTest {

    private static final List<PersonaTemplate> LIST = List.of(
            template("custom", "Custom", "✨", "Describe your own"),
            template("cami", "Cami", "🦎", "Warm and adaptive"),
            template("molty", "Molty", "🦀", "Direct and reliable"),
            template("grandma", "Grandma Jo", "👵🏽", "Knows best"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | custom",
                "2 | cami",
                "' 2. ' | cami",
                "#3 | molty",
                "(3) | molty",
                "2️⃣ | cami",
                "number 2 | cami",
                "Two | cami",
                "the second one | cami",
                "the third, please | molty",
                "cami | cami",
                "CAMI! | cami",
                "Hi Cami | cami",
                "**Molty** | molty",
                "I'd like to talk with Molty please | molty",
                "🦀 | molty",
                "🦎 Cami | cami",
                "2. 🦎 Cami - Warm and adaptive | cami",
                "🦎 Cami - Warm and adaptive | cami",
                "grandma jo | grandma",
                "Grandma | grandma",
                "👵🏽 | grandma",
                "✨ | custom",
                "custom | custom",
            })
    void understandsNumbersNamesEmojiAndLines(String answer, String meant) {
        assertThat(ChoiceReader.read(answer, LIST).map(PersonaTemplate::id)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "5",
                "99999999999",
                "hello",
                "not Cami",
                "who is Molty?",
                "Cami or Molty",
                "purple",
                "one of the things that I wanted to ask you is whether cami is a good name",
                "I have 2 dogs",
            })
    void understandsNothingRatherThanTheWrongOne(String answer) {
        assertThat(ChoiceReader.read(answer, LIST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "Keep!", "cancel", "never mind", "keep Molty", "No"})
    void knowsHowPeopleStayWithWhomTheyHave(String answer) {
        assertThat(ChoiceReader.staysAsItIs(answer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "molty", "I know what I want"})
    void takesNothingElseForStaying(String answer) {
        assertThat(ChoiceReader.staysAsItIs(answer)).isFalse();
    }

    private static PersonaTemplate template(String id, String name, String emoji, String description) {
        return new PersonaTemplate(id, name, emoji, description, "Hello.", "You are " + name + ".");
    }
}

package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.agent.model.ModelRequest.SystemPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The demo model shows the tools at work, and always says what it is.
class DemoModelClientTest {

    private static final List<ModelTool> TOOLS = Stream.of("read", "write", "edit", "list", "exec")
            .map(name -> new ModelTool(
                    name, name, "{\"type\":\"object\",\"properties\":{\"append\":{\"type\":\"boolean\"}}}"))
            .toList();

    private final List<String> heard = new ArrayList<>();

    @Test
    void saysWhatItIsAndHowToConnectARealModel() {
        var answer = ask(new UserMessage("hello there"));

        assertThat(answer.text()).startsWith("Demo model: ").contains("hello there", "ANTHROPIC_API_KEY", "Ollama");
        assertThat(String.join("", heard)).isEqualTo(answer.text());
        assertThat(heard).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write notes.txt: hello world | write | {\"path\":\"notes.txt\",\"content\":\"hello world\"}",
                "read notes.txt               | read  | {\"path\":\"notes.txt\"}",
                "Please read the file a/b.md. | read  | {\"path\":\"a/b.md\"}",
                "read in.txt [attached: in.txt, 9 bytes] | read | {\"path\":\"in.txt\"}",
                "list files                   | list  | {\"path\":\".\"}",
                "list my files in memory      | list  | {\"path\":\"memory\"}",
                "edit a.txt: replace x with y | edit  | {\"path\":\"a.txt\",\"before\":\"x\",\"after\":\"y\"}",
                "run cat notes.txt            | exec  | {\"command\":\"cat notes.txt\"}",
                "exec head -n 2 notes.txt     | exec  | {\"command\":\"head -n 2 notes.txt\"}",
                "what do you remember?        | read  | {\"path\":\"MEMORY.md\"}",
            })
    void usesTheToolThatWasAskedFor(String text, String tool, String arguments) {
        var answer = ask(new UserMessage(text));

        assertThat(answer.toolCalls()).hasSize(1);
        assertThat(answer.toolCalls().getFirst().name()).isEqualTo(tool);
        assertThat(answer.toolCalls().getFirst().arguments()).isEqualTo(arguments);
        assertThat(answer.text()).startsWith("Demo model: ");
    }

    @Test
    void reportsWhatTheToolAnswered() {
        assertThat(after("run cat notes.txt", result("exec", "hello", false)).text())
                .startsWith("Demo model: ")
                .contains("hello");
        assertThat(after("read nothing.txt", result("read", "There is no such file.", true))
                        .text())
                .startsWith("Demo model: ")
                .contains("could not", "There is no such file.");
    }

    @Test
    void addsToTheMemoryAndNeverReplacesIt() {
        var call = ask(new UserMessage("remember that I like tea")).toolCalls().getFirst();

        assertThat(call.name()).isEqualTo("write");
        assertThat(Json.parse(call.arguments()))
                .isEqualTo(Json.parse("{\"path\":\"MEMORY.md\",\"content\":\"\\n- I like tea\\n\",\"append\":true}"));
        assertThat(after("remember that I like tea", result("write", "Written: MEMORY.md, 20 bytes.", false))
                        .text())
                .startsWith("Demo model: ")
                .contains("I like tea");
    }

    @Test
    void tellsWhatItRemembers() {
        assertThat(after("What do you remember about me?", result("read", "- I like tea", false))
                        .text())
                .startsWith("Demo model: ")
                .contains("I like tea");
    }

    @Test
    void saysThatAToolIsOff() {
        var request =
                new ModelRequest(new SystemPrompt("", ""), List.of(new UserMessage("run cat notes.txt")), List.of());

        assertThat(new DemoModelClient()
                        .answer(request, heard::add, new Cancellation())
                        .text())
                .isEqualTo("Demo model: the tool for that is switched off here.");
    }

    private ModelAnswer after(String text, ToolResultMessage result) {
        return ask(
                new UserMessage(text),
                new AssistantMessage("", List.of(new ToolCall(result.callId(), result.name(), "{}"))),
                result);
    }

    private static ToolResultMessage result(String tool, String text, boolean error) {
        return new ToolResultMessage("call_1", tool, text, error);
    }

    private ModelAnswer ask(ModelMessage... messages) {
        var request = new ModelRequest(new SystemPrompt("You are Molty.", ""), List.of(messages), TOOLS);
        return new DemoModelClient().answer(request, heard::add, new Cancellation());
    }
}

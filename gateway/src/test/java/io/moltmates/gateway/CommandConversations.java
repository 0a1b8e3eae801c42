package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.telegram.ChatDouble;
import io.moltmates.gateway.CommandTable.Given;
import io.moltmates.gateway.CommandTable.When;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What people read who give commands.
abstract class CommandConversations {

    private static final Pattern NAMED = Pattern.compile("(?<![\\w/])/([a-z]+)");
    private static final String BUSY = "<<think 300000>> busy ";

    private final TelegramStage stage;

    CommandConversations(TelegramStage stage) {
        this.stage = stage;
    }

    private record Talk(ChatDouble chat, Given command) {

        List<String> said() {
            return chat.sent().stream().skip(2).map(ChatDouble.Sent::plain).toList();
        }

        boolean isAnswered() {
            return command.isAnswered(said());
        }
    }

    @Test
    void eachCommandIsAnsweredWithoutTheModelAlsoWhileATurnRuns() {
        var commands = CommandTable.all();
        var chats = stage.people(commands.size());
        var talks = IntStream.range(0, commands.size())
                .mapToObj(i -> new Talk(chats.get(i), commands.get(i)))
                .toList();
        talks.forEach(talk -> talk.chat().write(BUSY + talk.command().name()));
        talks.forEach(talk -> stage.awaitAsked(BUSY + talk.command().name()));
        int asked = stage.provider().calls();

        talks.forEach(talk -> talk.chat().write("/" + talk.command().name()));
        var early = those(talks, When.AT_ONCE, When.ENDING_IT);
        await(early);
        assertThat(those(talks, When.AT_ONCE, When.AFTER_IT))
                .allSatisfy(talk -> assertThat(talk.said())
                        .noneMatch(text -> text.contains("(Stopped before there was an answer.)")));
        assertThat(those(talks, When.AFTER_IT)).noneMatch(Talk::isAnswered);
        those(talks, When.AT_ONCE, When.AFTER_IT).forEach(talk -> talk.chat().write("/stop"));
        await(talks);

        Awaitility.await("what ran is stopped")
                .atMost(TelegramStage.LIMIT)
                .untilAsserted(() -> assertThat(talks)
                        .allSatisfy(talk -> assertThat(talk.said())
                                .anyMatch(text -> text.contains("(Stopped before there was an answer.)"))));
        assertThat(stage.provider().calls()).isEqualTo(asked);
    }

    private static List<Talk> those(List<Talk> talks, When... when) {
        return talks.stream()
                .filter(talk -> List.of(when).contains(talk.command().when()))
                .toList();
    }

    private static void await(List<Talk> talks) {
        Awaitility.await("each is answered")
                .atMost(TelegramStage.LIMIT)
                .untilAsserted(() -> assertThat(talks)
                        .allSatisfy(talk -> assertThat(talk.isAnswered())
                                .as("/%s: %s", talk.command().name(), talk.said())
                                .isTrue()));
    }

    @Test
    void whatCommandsTellsAndTheMenuShowsIsShownByAConversation() {
        var known = CommandTable.all().stream().map(Given::name).collect(Collectors.toCollection(TreeSet::new));
        known.remove(CommandTable.START);
        String told = stage.ask(stage.person(), "/commands");

        assertThat(withoutOthers(NAMED.matcher(told)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet())))
                .containsExactlyInAnyOrderElementsOf(known);
        var menu = new TreeSet<String>();
        stage.telegram()
                .calls("setMyCommands")
                .getLast()
                .body()
                .get("commands")
                .forEach(command -> menu.add(command.get("command").asText()));
        assertThat(withoutOthers(menu))
                .containsExactlyInAnyOrderElementsOf(CommandTable.ROWS.stream()
                        .map(row -> row.names().getFirst())
                        .filter(name -> !name.equals(CommandTable.START))
                        .toList());
    }

    private static Set<String> withoutOthers(Set<String> names) {
        var rest = new TreeSet<>(names);
        rest.removeAll(CommandTable.ELSEWHERE);
        return rest;
    }

    private record Press(String command, String button, String answer) {}

    @Test
    void whatCanBeChosenHasButtonsThatDoIt() {
        var presses = List.of(
                new Press("/model", TelegramStage.SEEING, "Your model is now openai/gpt-4o"),
                new Press("/think", "high", "at level high"),
                new Press("/verbose", "on", "Answers begin with the tools"),
                new Press("/queue", "steer", "it goes into the answer that is made"),
                new Press("/persona", "Cami", "Cami"),
                new Press("/forget", "Forget", "Forgotten: USER.md"));
        var chats = stage.people(presses.size());
        for (int i = 0; i < presses.size(); i++) {
            chats.get(i).write(presses.get(i).command());
        }
        for (int i = 0; i < presses.size(); i++) {
            stage.await(chats.get(i), 3);
            chats.get(i).press(presses.get(i).button());
        }
        for (int i = 0; i < presses.size(); i++) {
            assertThat(stage.await(chats.get(i), 4).plain())
                    .contains(presses.get(i).answer());
        }

        assertThat(stage.ask(chats.getFirst(), "<<say by another>>")).isEqualTo("by another");
        assertThat(stage.lastRequest()).contains("\"gpt-4o\"");
        assertThat(stage.ask(chats.get(2), "<<tool list {}>>")).startsWith("• list");
    }

    @Test
    void aNewConversationBeginsWithoutTheOneBefore() {
        for (String command : List.of("/new", "/reset")) {
            var chat = stage.person();
            stage.ask(chat, "<<say one>> marker-alpha");
            stage.ask(chat, "<<say two>>");
            assertThat(stage.lastRequest()).contains("marker-alpha");

            assertThat(stage.ask(chat, command)).startsWith("A new conversation begins");

            stage.ask(chat, "<<say three>>");
            assertThat(stage.lastRequest()).doesNotContain("marker-alpha");
        }
    }

    @Test
    void aConversationIsShortenedCountedAndGivenAsAFile() {
        var chat = stage.person();
        stage.ask(chat, "<<say one>>");
        stage.ask(chat, "<<say two>>");
        assertThat(stage.ask(chat, "/usage")).contains("Today (UTC): 202 tokens", "2 turns, 200 tokens read");
        assertThat(stage.ask(chat, "/status")).contains("2 turns, 200 tokens read, 2 written", "nothing runs");

        assertThat(stage.ask(chat, "/compact")).startsWith("The conversation is shortened from about");

        chat.write("/export");
        var file = stage.await(chat, 8);
        assertThat(file.method()).isEqualTo("sendDocument");
        assertThat(file.body().at("/document/name").asText()).matches("conversation-.*\\.md");
        assertThat(file.body().at("/document/size").asInt()).isPositive();
    }

    @Test
    void whatWasWrittenDownIsForgotten() throws IOException {
        var chat = stage.person();
        stage.ask(chat, "<<tool write {\"path\":\"USER.md\",\"content\":\"likes tea\"}>>");
        var notes = stage.directory(chat).resolve("USER.md");
        assertThat(Files.readString(notes)).contains("likes tea");

        assertThat(stage.ask(chat, "/forget yes")).startsWith("Forgotten");

        assertThat(Files.readString(notes)).isEmpty();
    }

    @Test
    void whatIsNoCommandIsAnsweredWithTheNearestOne() {
        assertThat(stage.ask(stage.person(), "/stauts")).contains("Did you mean /status?");
    }
}

package io.moltmates.ingress.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.ingress.telegram.BotObjects.Update;
import io.moltmates.ingress.telegram.BotObjects.User;
import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.Quote;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateReaderTest {

    private static final String PRIVATE = "\"chat\": {\"id\": 7, \"type\": \"private\"}";
    private static final String GROUP = "\"chat\": {\"id\": -100, \"type\": \"supergroup\", \"title\": \"Home\"}";
    private static final String ANNA =
            "\"from\": {\"id\": 7, \"is_bot\": false, \"first_name\": \"Anna\", \"last_name\": \"B\", \"username\": \"anna\"}";

    private final UpdateReader reader =
            new UpdateReader("default", new User(9, true, "Molty", null, "molty_bot"), true);

    private Optional<InboundMessage> read(String kind, String... fields) {
        String json = "{\"update_id\": 1, \"" + kind + "\": {\"message_id\": 3, \"date\": 100, "
                + String.join(", ", fields) + "}}";
        var update = RecordCodec.read(json.getBytes(StandardCharsets.UTF_8), Update.class);
        return reader.read(update).map(UpdateReader.Read::message);
    }

    private InboundMessage message(String... fields) {
        return read("message", fields).orElseThrow();
    }

    @Test
    void aPersonsMessageSaysWhoWroteItAndWhereToAnswer() {
        var message = message(PRIVATE, ANNA, "\"text\": \"hello\"");

        assertThat(message.user()).isEqualTo(UserId.of("telegram", "7"));
        assertThat(message.senderName()).isEqualTo("Anna B");
        assertThat(message.senderHandle()).isEqualTo("anna");
        assertThat(message.address()).isEqualTo(new Address("telegram", "default", "7", null));
        assertThat(message.text()).isEqualTo("hello");
        assertThat(message.group()).isNull();
        assertThat(message.id())
                .isEqualTo(message(PRIVATE, ANNA, "\"text\": \"hello again\"").id());
    }

    @Test
    void anEditIsAnotherMessageThatSaysSo() {
        var first = message(PRIVATE, ANNA, "\"text\": \"helo\"");
        var edited = read("edited_message", PRIVATE, ANNA, "\"edit_date\": 105", "\"text\": \"hello\"")
                .orElseThrow();

        assertThat(edited.id()).isNotEqualTo(first.id());
        assertThat(edited.text()).endsWith("hello").contains("changed");
    }

    @Test
    void aPlaceThatMovesIsNotToldAgain() {
        assertThat(read("edited_message", PRIVATE, ANNA, "\"location\": {\"latitude\": 1, \"longitude\": 2}"))
                .isEmpty();
    }

    @Test
    void aGroupIsItsOwnPrincipalAndTopicsAreKept() {
        var message =
                message(GROUP, ANNA, "\"text\": \"hi\"", "\"is_topic_message\": true", "\"message_thread_id\": 12");

        assertThat(message.user()).isEqualTo(UserId.of("telegram", "-100"));
        assertThat(message.sender()).isEqualTo(UserId.of("telegram", "7"));
        assertThat(message.address().thread()).isEqualTo("12");
        assertThat(message.group()).returns("Home", one -> one.title()).returns(false, one -> one.addressed());
    }

    @Test
    void theBotIsAddressedByNameByAnswerAndByCommand() {
        var named = message(
                GROUP,
                ANNA,
                "\"text\": \"@Molty_Bot, what is this?\"",
                "\"entities\": [{\"type\": \"mention\", \"offset\": 0, \"length\": 10}]");
        var answered = message(
                GROUP,
                ANNA,
                "\"text\": \"why?\"",
                "\"reply_to_message\": {\"message_id\": 2, \"date\": 1, " + GROUP
                        + ", \"text\": \"so it is\", \"from\": {\"id\": 9, \"is_bot\": true, \"first_name\": \"Molty\"}}");

        assertThat(named.group()).matches(group -> group.addressed());
        assertThat(named.text()).isEqualTo("what is this?");
        assertThat(answered.group()).matches(group -> group.addressed());
        assertThat(answered.quote()).isEqualTo(new Quote(Quote.Kind.REPLY, "Molty", "so it is"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"from\": {\"id\": 8, \"is_bot\": true, \"first_name\": \"Other\"}, \"text\": \"I am a bot\"",
                "\"from\": {\"id\": 7, \"is_bot\": false}, \"new_chat_title\": \"Home\"",
                "\"from\": {\"id\": 7, \"is_bot\": false}, \"text\": \"/new@other_bot\","
                        + " \"entities\": [{\"type\": \"bot_command\", \"offset\": 0, \"length\": 14}]"
            })
    void whatIsNotForUsIsLeft(String fields) {
        assertThat(read("message", GROUP, fields)).isEmpty();
    }

    @Test
    void aForwardSaysWhoseItIs() {
        var message = message(
                PRIVATE,
                ANNA,
                "\"text\": \"news\"",
                "\"forward_origin\": {\"type\": \"channel\", \"chat\": {\"id\": -5, \"title\": \"Daily\"}, \"date\": 1}");

        assertThat(message.quote()).isEqualTo(new Quote(Quote.Kind.FORWARD, "Daily", ""));
    }

    @Test
    void filesStayAtTelegramAndTheLargestPhotoIsTaken() {
        var photo = message(
                PRIVATE,
                ANNA,
                "\"caption\": \"look\"",
                "\"photo\": [{\"file_id\": \"s\", \"file_size\": 10}, {\"file_id\": \"l\", \"file_size\": 99}]");
        var voice = message(PRIVATE, ANNA, "\"voice\": {\"file_id\": \"v\", \"mime_type\": \"audio/ogg\"}");

        assertThat(photo.text()).isEqualTo("look");
        assertThat(photo.attachments()).containsExactly(Attachment.remote("photo-3.jpg", "image/jpeg", 99, "l"));
        assertThat(voice.attachments()).containsExactly(Attachment.remote("voice-3.ogg", "audio/ogg", 0, "v"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "location": {"latitude": 52.5, "longitude": 13.4}                | [location: 52.5, 13.4]
            "contact": {"phone_number": "+49", "first_name": "Bo"}           | [contact: Bo, +49]
            "sticker": {"file_id": "x", "emoji": "🦀", "is_animated": true}  | [sticker 🦀]
            "dice": {"emoji": "🎲", "value": 4}                              | [🎲 shows 4]
            """, quoteCharacter = '\'')
    void whatIsNeitherTextNorFileBecomesWords(String fields, String words) {
        assertThat(message(PRIVATE, ANNA, fields).text()).isEqualTo(words);
    }

    @Test
    void aPressedButtonSaysItsValue() {
        var update = RecordCodec.read(
                ("{\"update_id\": 1, \"callback_query\": {\"id\": \"q\", \"data\": \"Molty\", " + ANNA
                                + ", \"message\": {\"message_id\": 3, \"date\": 1, " + PRIVATE + "}}}")
                        .getBytes(StandardCharsets.UTF_8),
                Update.class);

        var message = reader.read(update).orElseThrow().message();

        assertThat(message.text()).isEqualTo("Molty");
        assertThat(message.user()).isEqualTo(UserId.of("telegram", "7"));
    }
}

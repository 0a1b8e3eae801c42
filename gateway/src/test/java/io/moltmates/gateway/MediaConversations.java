package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What an assistant is told of messages that are more than words.
abstract class MediaConversations {

    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};

    private final TelegramStage stage;

    MediaConversations(TelegramStage stage) {
        this.stage = stage;
    }

    /// @param told in the question to the model
    private record Shown(String told, Consumer<ObjectNode> fill) {}

    @Test
    void placesContactsAndTheLikeAreWords() {
        areTold(List.of(
                new Shown("[location: 52.5, 13.4]", message -> place(message.putObject("location"))),
                new Shown("[place: Zoo, Street 1, 52.5, 13.4]", message -> {
                    var venue = message.putObject("venue").put("title", "Zoo").put("address", "Street 1");
                    place(venue.putObject("location"));
                }),
                new Shown(
                        "[contact: Ada Lovelace, +4912345]",
                        message -> message.putObject("contact")
                                .put("phone_number", "+4912345")
                                .put("first_name", "Ada")
                                .put("last_name", "Lovelace")),
                new Shown("[poll: Tea? [yes, no]]", message -> {
                    var options =
                            message.putObject("poll").put("question", "Tea?").putArray("options");
                    options.addObject().put("text", "yes");
                    options.addObject().put("text", "no");
                }),
                new Shown(
                        "shows 4]",
                        message -> message.putObject("dice").put("emoji", "🎲").put("value", 4)),
                new Shown(
                        "[sticker 🙂]",
                        message -> file(message.putObject("sticker"))
                                .put("emoji", "🙂")
                                .put("is_animated", true)),
                new Shown(
                        "[Passed on from Grace:]\\nto be read by all",
                        message -> message.put("text", "to be read by all")
                                .putObject("forward_origin")
                                .put("type", "hidden_user")
                                .put("sender_user_name", "Grace")
                                .put("date", 1)),
                new Shown(": only this]\\nwhat do you mean?", message -> {
                    message.put("text", "what do you mean?");
                    message.set("reply_to_message", message.deepCopy().put("text", "first and only this"));
                    message.putObject("quote").put("text", "only this").put("position", 10);
                })));
    }

    @Test
    void filesOfEachKindLieInTheWorkspace() {
        areTold(List.of(
                new Shown(
                        "[attached: inbox/note.txt",
                        message -> file(message.putObject("document"))
                                .put("file_name", "note.txt")
                                .put("mime_type", "text/plain")),
                new Shown(
                        "inbox/voice-",
                        message -> file(message.putObject("voice")).put("mime_type", "audio/ogg")),
                new Shown(
                        "[attached: inbox/song.mp3",
                        message -> file(message.putObject("audio"))
                                .put("file_name", "song.mp3")
                                .put("mime_type", "audio/mpeg")),
                new Shown("[attached: inbox/video-", message -> file(message.putObject("video"))),
                new Shown("[attached: inbox/video-", message -> file(message.putObject("video_note"))),
                new Shown("[attached: inbox/animation-", message -> {
                    file(message.putObject("animation"));
                    file(message.putObject("document"));
                }),
                new Shown(
                        "[attached: inbox/sticker-",
                        message -> file(message.putObject("sticker")).put("emoji", "🙂"))));
    }

    private void areTold(List<Shown> all) {
        var chats = stage.people(all.size());
        for (int i = 0; i < all.size(); i++) {
            var message = chats.get(i).message(chats.get(i).id(), "");
            all.get(i).fill().accept(message);
            chats.get(i).write(message);
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(stage.await(chats.get(i), 3).plain()).startsWith("You said:");
            String told = all.get(i).told();
            assertThat(stage.provider().requests()).anyMatch(request -> request.contains(told), told);
        }
    }

    @Test
    void aPictureIsSeenByAModelThatCanSee() {
        String seen = Base64.getEncoder().encodeToString(PICTURE);
        var chat = stage.person();
        picture(chat, "<<say blind>>");
        assertThat(stage.await(chat, 3).plain()).isEqualTo("blind");
        assertThat(stage.lastRequest()).contains("[attached: inbox/photo-").doesNotContain(seen);

        stage.ask(chat, "/model " + TelegramStage.SEEING);
        picture(chat, "<<say seeing>>");

        assertThat(stage.await(chat, 5).plain()).isEqualTo("seeing");
        assertThat(stage.lastRequest()).contains("data:image/png;base64," + seen);
    }

    @Test
    void anAlbumIsOneMessageWithAllItsPictures() {
        var chat = stage.person();
        stage.ask(chat, "/model " + TelegramStage.SEEING);
        for (int i = 0; i < 3; i++) {
            var message = photo(chat).put("media_group_id", "album-" + chat.id());
            chat.write(i == 0 ? message.put("caption", "<<say three>>") : message);
        }

        assertThat(stage.await(chat, 4).plain()).isEqualTo("three");
        assertThat(stage.lastRequest().split("data:image/png;base64,", -1)).hasSize(4);
        assertThat(stage.ask(chat, "<<say next>>")).isEqualTo("next");
    }

    @Test
    void aMessageThatIsChangedIsToldAnew() {
        var chat = stage.person();
        var before = chat.message(chat.id(), "<<say before>>");
        chat.write(before.deepCopy());
        assertThat(stage.await(chat, 3).plain()).isEqualTo("before");

        chat.edit(before, "<<say after>>");

        assertThat(stage.await(chat, 4).plain()).isEqualTo("after");
        assertThat(stage.lastRequest()).contains("[I changed my message; it says now:] <<say after>>");
    }

    private void picture(ChatDouble chat, String caption) {
        chat.write(photo(chat).put("caption", caption));
    }

    private ObjectNode photo(ChatDouble chat) {
        var message = chat.message(chat.id(), "");
        message.putArray("photo")
                .addObject()
                .put("file_id", stage.telegram().keep(PICTURE))
                .put("file_unique_id", "p")
                .put("file_size", PICTURE.length);
        return message;
    }

    private static void place(ObjectNode place) {
        place.put("latitude", 52.5).put("longitude", 13.4);
    }

    private ObjectNode file(ObjectNode media) {
        return media.put("file_id", stage.telegram().keep("bytes".getBytes(StandardCharsets.UTF_8)))
                .put("file_unique_id", "f")
                .put("file_size", 5);
    }
}

package io.moltmates.ingress.telegram;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the Bot API says, as far as it is read here: <https://core.telegram.org/bots/api#available-types>.
final class BotObjects {

    private BotObjects() {}

    /// The form of every answer.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(
            @JsonProperty("ok") boolean ok,
            @JsonProperty("error_code") int errorCode,
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("parameters") @Nullable ResponseParameters parameters) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ResponseParameters(
            @JsonProperty("migrate_to_chat_id") @Nullable Long migrateToChatId,
            @JsonProperty("retry_after") @Nullable Integer retryAfter) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record User(
            @JsonProperty("id") long id,
            @JsonProperty("is_bot") boolean isBot,
            @JsonProperty("first_name") @Nullable String firstName,
            @JsonProperty("last_name") @Nullable String lastName,
            @JsonProperty("username") @Nullable String username) {

        String name() {
            String first = firstName == null ? "" : firstName;
            String whole = lastName == null ? first : first + " " + lastName;
            return whole.isBlank() ? username == null ? String.valueOf(id) : username : whole.strip();
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Chat(
            @JsonProperty("id") long id,
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("title") @Nullable String title,
            @JsonProperty("username") @Nullable String username,
            @JsonProperty("is_forum") boolean isForum) {

        boolean isPrivate() {
            return "private".equals(type);
        }

        boolean isGroup() {
            return "group".equals(type) || "supergroup".equals(type);
        }

        String name() {
            return title != null ? title : username != null ? username : String.valueOf(id);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record MessageEntity(
            @JsonProperty("type") String type,
            @JsonProperty("offset") int offset,
            @JsonProperty("length") int length,
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("user") @Nullable User user) {}

    /// Of a photo, document, voice, audio, video or sticker what they have in common.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Media(
            @JsonProperty("file_id") @Nullable String fileId,
            @JsonProperty("file_unique_id") @Nullable String fileUniqueId,
            @JsonProperty("file_name") @Nullable String fileName,
            @JsonProperty("mime_type") @Nullable String mimeType,
            @JsonProperty("file_size") @Nullable Long fileSize,
            @JsonProperty("emoji") @Nullable String emoji,
            @JsonProperty("is_animated") boolean isAnimated,
            @JsonProperty("is_video") boolean isVideo) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Location(
            @JsonProperty("latitude") double latitude,
            @JsonProperty("longitude") double longitude) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Venue(
            @JsonProperty("location") @Nullable Location location,
            @JsonProperty("title") @Nullable String title,
            @JsonProperty("address") @Nullable String address) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Contact(
            @JsonProperty("phone_number") @Nullable String phoneNumber,
            @JsonProperty("first_name") @Nullable String firstName,
            @JsonProperty("last_name") @Nullable String lastName) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Poll(
            @JsonProperty("question") @Nullable String question,
            @JsonProperty("options") @Nullable List<PollOption> options) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PollOption(@JsonProperty("text") @Nullable String text) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Dice(
            @JsonProperty("emoji") @Nullable String emoji,
            @JsonProperty("value") int value) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record TextQuote(@JsonProperty("text") @Nullable String text) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record MessageOrigin(
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("sender_user") @Nullable User senderUser,
            @JsonProperty("sender_user_name") @Nullable String senderUserName,
            @JsonProperty("sender_chat") @Nullable Chat senderChat,
            @JsonProperty("chat") @Nullable Chat chat) {

        String name() {
            if (senderUser != null) {
                return senderUser.name();
            }
            if (senderUserName != null) {
                return senderUserName;
            }
            return senderChat != null ? senderChat.name() : chat != null ? chat.name() : "";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExternalReply(@JsonProperty("origin") @Nullable MessageOrigin origin) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Message(
            @JsonProperty("message_id") long messageId,
            @JsonProperty("message_thread_id") @Nullable Long messageThreadId,
            @JsonProperty("is_topic_message") boolean isTopicMessage,
            @JsonProperty("from") @Nullable User from,
            @JsonProperty("sender_chat") @Nullable Chat senderChat,
            @JsonProperty("date") long date,
            @JsonProperty("edit_date") @Nullable Long editDate,
            @JsonProperty("chat") Chat chat,
            @JsonProperty("forward_origin") @Nullable MessageOrigin forwardOrigin,
            @JsonProperty("reply_to_message") @Nullable Message replyToMessage,
            @JsonProperty("external_reply") @Nullable ExternalReply externalReply,
            @JsonProperty("quote") @Nullable TextQuote quote,
            @JsonProperty("media_group_id") @Nullable String mediaGroupId,
            @JsonProperty("text") @Nullable String text,
            @JsonProperty("entities") @Nullable List<MessageEntity> entities,
            @JsonProperty("caption") @Nullable String caption,
            @JsonProperty("caption_entities") @Nullable List<MessageEntity> captionEntities,
            @JsonProperty("photo") @Nullable List<Media> photo,
            @JsonProperty("document") @Nullable Media document,
            @JsonProperty("animation") @Nullable Media animation,
            @JsonProperty("voice") @Nullable Media voice,
            @JsonProperty("audio") @Nullable Media audio,
            @JsonProperty("video") @Nullable Media video,
            @JsonProperty("video_note") @Nullable Media videoNote,
            @JsonProperty("sticker") @Nullable Media sticker,
            @JsonProperty("location") @Nullable Location location,
            @JsonProperty("venue") @Nullable Venue venue,
            @JsonProperty("contact") @Nullable Contact contact,
            @JsonProperty("poll") @Nullable Poll poll,
            @JsonProperty("dice") @Nullable Dice dice,
            @JsonProperty("migrate_to_chat_id") @Nullable Long migrateToChatId,
            @JsonProperty("migrate_from_chat_id") @Nullable Long migrateFromChatId) {

        /// What is written in it: its text, or the caption of what it shows; empty if nothing.
        String words() {
            return text != null ? text : caption != null ? caption : "";
        }

        List<MessageEntity> marks() {
            var marks = text != null ? entities : captionEntities;
            return marks == null ? List.of() : marks;
        }

        @Override
        public String toString() {
            return "Message[" + chat.id() + "/" + messageId + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record CallbackQuery(
            @JsonProperty("id") String id,
            @JsonProperty("from") User from,
            @JsonProperty("message") @Nullable Message message,
            @JsonProperty("data") @Nullable String data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Update(
            @JsonProperty("update_id") long updateId,
            @JsonProperty("message") @Nullable Message message,
            @JsonProperty("edited_message") @Nullable Message editedMessage,
            @JsonProperty("callback_query") @Nullable CallbackQuery callbackQuery) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ChatMember(@JsonProperty("status") @Nullable String status) {

        boolean isAdmin() {
            return "creator".equals(status) || "administrator".equals(status);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record File(
            @JsonProperty("file_path") @Nullable String filePath,
            @JsonProperty("file_size") @Nullable Long fileSize) {}
}

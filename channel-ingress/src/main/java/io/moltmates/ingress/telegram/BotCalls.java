package io.moltmates.ingress.telegram;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the Bot API's methods are called with, as far as it is used here; what is null is not sent.
final class BotCalls {

    private BotCalls() {}

    /// @param timeout of the long poll, seconds
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GetUpdates(
            @JsonProperty("offset") @Nullable Long offset,
            @JsonProperty("limit") int limit,
            @JsonProperty("timeout") int timeout,
            @JsonProperty("allowed_updates") List<String> allowedUpdates) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SetWebhook(
            @JsonProperty("url") String url,
            @JsonProperty("secret_token") String secretToken,
            @JsonProperty("allowed_updates") List<String> allowedUpdates) {

        @Override
        public String toString() {
            return "SetWebhook[url=" + url + "]";
        }
    }

    record DeleteWebhook(
            @JsonProperty("drop_pending_updates") boolean dropPendingUpdates) {}

    record SetMyCommands(@JsonProperty("commands") List<BotCommand> commands) {}

    record BotCommand(
            @JsonProperty("command") String command,
            @JsonProperty("description") String description) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SendMessage(
            @JsonProperty("chat_id") long chatId,
            @JsonProperty("message_thread_id") @Nullable Long messageThreadId,
            @JsonProperty("text") String text,
            @JsonProperty("parse_mode") @Nullable String parseMode,
            @JsonProperty("link_preview_options") @Nullable LinkPreviewOptions linkPreviewOptions,
            @JsonProperty("reply_parameters") @Nullable ReplyParameters replyParameters,
            @JsonProperty("reply_markup") @Nullable InlineKeyboardMarkup replyMarkup) {

        @Override
        public String toString() {
            return "SendMessage[chatId=" + chatId + "]";
        }
    }

    record LinkPreviewOptions(@JsonProperty("is_disabled") boolean isDisabled) {}

    record ReplyParameters(
            @JsonProperty("message_id") long messageId,
            @JsonProperty("allow_sending_without_reply") boolean allowSendingWithoutReply) {}

    record InlineKeyboardMarkup(
            @JsonProperty("inline_keyboard") List<List<InlineKeyboardButton>> inlineKeyboard) {}

    record InlineKeyboardButton(
            @JsonProperty("text") String text,
            @JsonProperty("callback_data") String callbackData) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SendMessageDraft(
            @JsonProperty("chat_id") long chatId,
            @JsonProperty("message_thread_id") @Nullable Long messageThreadId,
            @JsonProperty("draft_id") long draftId,
            @JsonProperty("text") String text,
            @JsonProperty("parse_mode") @Nullable String parseMode) {

        @Override
        public String toString() {
            return "SendMessageDraft[chatId=" + chatId + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EditMessageText(
            @JsonProperty("chat_id") long chatId,
            @JsonProperty("message_id") long messageId,
            @JsonProperty("text") String text,
            @JsonProperty("parse_mode") @Nullable String parseMode,
            @JsonProperty("link_preview_options") @Nullable LinkPreviewOptions linkPreviewOptions) {

        @Override
        public String toString() {
            return "EditMessageText[chatId=" + chatId + "]";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SendChatAction(
            @JsonProperty("chat_id") long chatId,
            @JsonProperty("message_thread_id") @Nullable Long messageThreadId,
            @JsonProperty("action") String action) {}

    record SetMessageReaction(
            @JsonProperty("chat_id") long chatId,
            @JsonProperty("message_id") long messageId,
            @JsonProperty("reaction") List<ReactionTypeEmoji> reaction) {}

    record ReactionTypeEmoji(
            @JsonProperty("type") String type,
            @JsonProperty("emoji") String emoji) {

        static ReactionTypeEmoji of(String emoji) {
            return new ReactionTypeEmoji("emoji", emoji);
        }
    }

    record AnswerCallbackQuery(
            @JsonProperty("callback_query_id") String callbackQueryId) {}

    record GetChatMember(
            @JsonProperty("chat_id") long chatId,
            @JsonProperty("user_id") long userId) {}

    record GetFile(@JsonProperty("file_id") String fileId) {}
}

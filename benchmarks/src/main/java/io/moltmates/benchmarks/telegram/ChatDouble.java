package io.moltmates.benchmarks.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// One chat as its people see it: what they write, and what the bot has sent there.
public final class ChatDouble {

    private final BotApiDouble api;
    private final long id;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Set<Long> admins = ConcurrentHashMap.newKeySet();
    private long number;
    private volatile long lastAt;

    /// What the bot has sent.
    ///
    /// @param text as it was sent, with its markup; of a file its caption
    /// @param body all of the call
    public record Sent(long number, String method, String text, JsonNode body) {

        /// Without tags, as it is read.
        public String plain() {
            return text.replaceAll("<[^>]+>", "")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&");
        }
    }

    ChatDouble(BotApiDouble api, long id) {
        this.api = api;
        this.id = id;
    }

    /// The number of the chat; of a person the same as theirs.
    public long id() {
        return id;
    }

    /// The person whose chat it is writes; in a group person 7 does.
    public long write(String text) {
        return api.push(update("message", message(sender(), text)));
    }

    /// Somebody of the group writes.
    public long write(long person, String text) {
        return api.push(update("message", message(person, text)));
    }

    /// A message that says more than a text: see [#message].
    public long write(ObjectNode message) {
        return api.push(update("message", message));
    }

    /// Writes a text that answers one of the bot's.
    public long answer(Sent to, String text) {
        return answer(sender(), to, text);
    }

    /// Somebody of the group answers one of the bot's.
    public long answer(long person, Sent to, String text) {
        var message = message(person, text);
        var answered = message(BotApiDouble.BOT_ID, to.plain()).put("message_id", to.number());
        ((ObjectNode) answered.get("from")).put("is_bot", true).put("username", BotApiDouble.NAME);
        message.set("reply_to_message", answered);
        return api.push(update("message", message));
    }

    /// What was written in a message is changed.
    ///
    /// @param before as [#message] gave it, and as it was written
    public long edit(ObjectNode before, String text) {
        var changed = before.deepCopy().put("text", text);
        changed.put("edit_date", Instant.now().getEpochSecond());
        return api.push(update("edited_message", changed));
    }

    /// What stands on the buttons of the last message that has some; empty if none has.
    public List<String> buttons() {
        for (int i = sent.size() - 1; i >= 0; i--) {
            var labels = new ArrayList<String>();
            for (var row : sent.get(i).body().path("reply_markup").path("inline_keyboard")) {
                row.forEach(button -> labels.add(button.get("text").asText()));
            }
            if (!labels.isEmpty()) {
                return labels;
            }
        }
        return List.of();
    }

    /// Presses a button of the last message that has some.
    ///
    /// @param label a part of what stands on it
    public long press(String label) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            for (var row : sent.get(i).body().path("reply_markup").path("inline_keyboard")) {
                for (var button : row) {
                    if (button.get("text").asText().contains(label)) {
                        return press(sent.get(i), button.get("callback_data").asText());
                    }
                }
            }
        }
        throw new IllegalStateException("No button says " + label + " in " + sent);
    }

    private long press(Sent of, String data) {
        var query = BotApiDouble.JSON.createObjectNode().put("id", "q" + id + "." + of.number() + "." + data);
        query.set("from", person(sender()));
        query.set("message", message(BotApiDouble.BOT_ID, of.plain()).put("message_id", of.number()));
        query.put("chat_instance", "c" + id).put("data", data);
        var update = BotApiDouble.JSON.createObjectNode();
        update.set("callback_query", query);
        return api.push(update);
    }

    /// Somebody of the group may administer it.
    public void admin(long person) {
        admins.add(person);
    }

    boolean isAdmin(long person) {
        return admins.contains(person);
    }

    /// The group becomes a supergroup: both chats are told so, and nothing can be sent here any more.
    ///
    /// @param other its id from now on
    public ChatDouble becomes(long other) {
        api.move(id, other);
        var next = api.chat(other);
        next.admins.addAll(admins);
        api.push(update("message", message(sender(), "").put("migrate_to_chat_id", other)));
        api.push(update("message", next.message(sender(), "").put("migrate_from_chat_id", id)));
        return next;
    }

    /// All that the bot has sent here, in its order; edited ones as they are now.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// How many messages the bot has sent here.
    public int count() {
        return sent.size();
    }

    /// `System.nanoTime()` when the last of them came.
    public long lastAt() {
        return lastAt;
    }

    /// The form of a message of this person, to be added to.
    public synchronized ObjectNode message(long person, String text) {
        var message = BotApiDouble.JSON.createObjectNode().put("message_id", ++number);
        message.set("from", person(person));
        var chat = message.putObject("chat").put("id", id);
        if (id < 0) {
            chat.put("type", "supergroup").put("title", "Group " + -id);
        } else {
            chat.put("type", "private").put("first_name", "Person " + id);
        }
        message.put("date", Instant.now().getEpochSecond());
        if (!text.isEmpty()) {
            message.put("text", text);
        }
        mark(message, text);
        return message;
    }

    /// Marks the command or the bot's name as the apps do.
    private static void mark(ObjectNode message, String text) {
        int name = text.indexOf("@" + BotApiDouble.NAME);
        if (text.startsWith("/")) {
            mark(message, "bot_command", 0, text.split("\\s", 2)[0].length());
        } else if (name >= 0) {
            mark(message, "mention", name, BotApiDouble.NAME.length() + 1);
        }
    }

    private static void mark(ObjectNode message, String type, int offset, int length) {
        message.putArray("entities")
                .addObject()
                .put("type", type)
                .put("offset", offset)
                .put("length", length);
    }

    private static ObjectNode update(String kind, ObjectNode message) {
        var update = BotApiDouble.JSON.createObjectNode();
        update.set(kind, message);
        return update;
    }

    private static ObjectNode person(long id) {
        return BotApiDouble.JSON
                .createObjectNode()
                .put("id", id)
                .put("is_bot", false)
                .put("first_name", "Person")
                .put("last_name", String.valueOf(id))
                .put("username", "person" + id);
    }

    private long sender() {
        return id < 0 ? 7 : id;
    }

    synchronized JsonNode sent(String method, JsonNode body) {
        long next = ++number;
        lastAt = System.nanoTime();
        sent.add(new Sent(
                next, method, body.path("text").asText(body.path("caption").asText("")), body));
        var message = message(BotApiDouble.BOT_ID, body.path("text").asText("")).put("message_id", next);
        number = next;
        return message;
    }

    synchronized JsonNode edited(JsonNode body) {
        long wanted = body.get("message_id").asLong();
        sent.replaceAll(one -> one.number() == wanted
                ? new Sent(wanted, one.method(), body.get("text").asText(), one.body())
                : one);
        var message = message(BotApiDouble.BOT_ID, body.get("text").asText()).put("message_id", wanted);
        number--;
        return message;
    }
}

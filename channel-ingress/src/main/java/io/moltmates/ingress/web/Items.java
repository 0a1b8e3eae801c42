package io.moltmates.ingress.web;

import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.CommandResult.Role;
import io.moltmates.schema.OutboundMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// Turns what was said into the items that a page shows.
final class Items {

    private Items() {}

    static Item of(OutboundMessage message) {
        return switch (message) {
            case OutboundMessage.Reply reply -> Item.of(reply);
            case OutboundMessage.Notice notice -> Item.of(notice);
            case OutboundMessage.Edit edit -> assistant(edit, edit.text(), List.of());
            case OutboundMessage.SharedFile shared -> assistant(shared, shared.caption(), List.of(shared.file()));
        };
    }

    private static Item assistant(
            OutboundMessage message, String text, List<io.moltmates.schema.Attachment> attachments) {
        return new Item(
                message.id(),
                message.inReplyTo(),
                Role.ASSISTANT,
                text,
                message.at(),
                List.of(),
                List.of(),
                attachments,
                null,
                null);
    }

    /// All of them by time, each id once; of equal times, what came first in the lists stays first.
    static List<Item> merge(List<List<Item>> histories) {
        var byId = new LinkedHashMap<String, Item>();
        histories.forEach(history -> history.forEach(item -> byId.putIfAbsent(item.id(), item)));
        var merged = new ArrayList<>(byId.values());
        merged.sort(Comparator.comparing(Item::at));
        return merged;
    }
}

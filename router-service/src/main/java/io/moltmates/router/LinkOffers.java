package io.moltmates.router;

import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord.LinkOffer;
import io.moltmates.schema.LinkRecord.OfferState;
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The codes by which people link their addresses, as the links topic tells them; see ADR 24. Safe for many threads.
final class LinkOffers {

    static final Duration VALID = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(1);

    private final Map<String, LinkOffer> offers = new HashMap<>();

    synchronized void put(LinkOffer offer) {
        offers.merge(offer.id(), offer, (old, other) -> other.at().isBefore(old.at()) ? old : other);
    }

    synchronized void remove(String id) {
        offers.remove(id);
    }

    /// A new code for who wrote this.
    LinkOffer open(InboundMessage message, Instant now) {
        var offer = new LinkOffer(
                message.id(),
                message.user(),
                message.address(),
                message.senderName(),
                Ids.linkCode(),
                OfferState.OPEN,
                null,
                null,
                null,
                now,
                now.plus(VALID));
        put(offer);
        return offer;
    }

    /// What this address was shown a code for, and is not over.
    Optional<LinkOffer> by(UserId address, Instant now) {
        return find(offer -> offer.user().equals(address), now);
    }

    /// What this address typed the code of, and is not over.
    Optional<LinkOffer> typedBy(UserId address, Instant now) {
        return find(offer -> address.equals(offer.typedBy()), now);
    }

    /// A code that nobody has typed yet.
    Optional<LinkOffer> code(String code, Instant now) {
        return find(offer -> offer.state() == OfferState.OPEN && offer.code().equals(code), now);
    }

    private synchronized Optional<LinkOffer> find(Predicate<LinkOffer> condition, Instant now) {
        return offers.values().stream()
                .filter(offer -> offer.state() != OfferState.ENDED && now.isBefore(offer.until()))
                .filter(condition)
                .max((one, other) -> one.at().compareTo(other.at()));
    }

    /// Offers that nobody asks for any more.
    synchronized List<LinkOffer> outdated(Instant now) {
        return offers.values().stream()
                .filter(offer -> now.isAfter(offer.until().plus(KEPT)))
                .toList();
    }
}

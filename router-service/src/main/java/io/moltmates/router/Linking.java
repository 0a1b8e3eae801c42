package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.LinkOffer;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.LinkRecord.OfferState;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Lets a person make two addresses of theirs one, by `/link`, and two again, by `/unlink`.
///
/// One side is shown a code, and the other types it. Then the first is told who typed it and has to agree, and after
/// that the second is told who agreed and has to: so neither a code that was guessed, seen or begged for, nor one that
/// somebody was talked into typing, links anything by itself. See ADR 24. Not thread-safe.
final class Linking {

    static final String CONFIRM = "confirm";
    static final String CANCEL = "cancel";

    private static final Button YES = new Button("Yes, link them", "/link " + CONFIRM);
    private static final Button NO = new Button("No", "/link " + CANCEL);
    private static final int CODE_LENGTH = 8;

    private final Links links;
    private final LinkOffers offers;
    private final LinkTries codes = new LinkTries(5, Duration.ofHours(1));
    private final LinkTries guesses = new LinkTries(5, Duration.ofMinutes(10));

    Linking(Links links) {
        this.links = links;
        this.offers = links.offers();
    }

    /// @param message with the address as its user
    /// @param hasPersona whether the person that it belongs to has an assistant
    Routed link(InboundMessage message, String argument, boolean hasPersona, Instant now) {
        var moved = links.move(message.user())
                .filter(move -> move.id().equals(message.id()) && !move.to().equals(move.user()));
        if (moved.isPresent()) {
            return linked(message, moved.get(), now);
        }
        return switch (argument) {
            case "" -> offer(message, hasPersona, now);
            case CONFIRM -> confirm(message, now);
            case CANCEL -> cancel(message, now);
            default -> typed(message, code(argument), now);
        };
    }

    private static String code(String argument) {
        return argument.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private Routed offer(InboundMessage message, boolean hasPersona, Instant now) {
        var known = offers.by(message.user(), now);
        if (known.isPresent()) {
            return known.get().state() == OfferState.OPEN
                    ? Notices.answer(message, LinkTexts.code(known.get(), now), now)
                    : asked(message, LinkTexts.whoTyped(known.get()), now);
        }
        var waits = offers.typedBy(message.user(), now).filter(offer -> offer.state() == OfferState.AGREED);
        if (waits.isPresent()) {
            return asked(message, LinkTexts.whoAgreed(waits.get()), now);
        }
        if (!hasPersona) {
            return Notices.answer(message, LinkTexts.NO_PERSONA, now);
        }
        if (!codes.admits(message.user(), now)) {
            return Notices.answer(message, LinkTexts.TOO_MANY_CODES, now);
        }
        var offer = offers.open(message, now);
        return new Routed.ToLinks(List.of(offer), List.of(said(message, LinkTexts.code(offer, now), List.of(), now)));
    }

    private Routed typed(InboundMessage message, String code, Instant now) {
        if (code.length() != CODE_LENGTH) {
            return Notices.answer(message, LinkTexts.USAGE, now);
        }
        if (!guesses.admits(message.user(), now)) {
            return Notices.answer(message, LinkTexts.TOO_MANY_TRIES, now);
        }
        var found = offers.code(code, now);
        if (found.isEmpty()) {
            return Notices.answer(message, LinkTexts.NO_SUCH_CODE, now);
        }
        if (links.person(found.get().user()).equals(links.person(message.user()))) {
            return Notices.answer(message, LinkTexts.OWN_CODE, now);
        }
        if (!links.mayBeLinked(message.user())) {
            return Notices.answer(message, LinkTexts.notFree(message.user(), links), now);
        }
        var offer = found.get().typed(message, now, now.plus(LinkOffers.VALID));
        offers.put(offer);
        var rows = new ArrayList<LinkRecord>(List.of(offer));
        offers.by(message.user(), now).map(own -> own.in(OfferState.ENDED, now)).ifPresent(own -> {
            offers.put(own); // who types a code here is not waiting for one to be typed elsewhere
            rows.add(own);
        });
        return new Routed.ToLinks(
                rows,
                List.of(
                        said(message, LinkTexts.typed(offer), List.of(), now),
                        told(
                                message,
                                offer.user(),
                                offer.address(),
                                LinkTexts.whoTyped(offer),
                                List.of(YES, NO),
                                now)));
    }

    /// What the side says that was shown the code; when the other one does, it moves, and comes to [#linked].
    private Routed confirm(InboundMessage message, Instant now) {
        var shown = offers.by(message.user(), now);
        if (shown.isPresent()) {
            return switch (shown.get().state()) {
                case OPEN, ENDED -> Notices.answer(message, LinkTexts.NOT_TYPED, now);
                case AGREED -> Notices.answer(message, LinkTexts.agreed(shown.get()), now);
                case TYPED -> agree(message, shown.get().in(OfferState.AGREED, now), now);
            };
        }
        var waits = offers.typedBy(message.user(), now);
        if (waits.isEmpty()) {
            return Notices.answer(message, LinkTexts.NOTHING_TO_CONFIRM, now);
        }
        return Notices.answer(
                message,
                waits.get().state() == OfferState.AGREED
                        ? LinkTexts.notFree(message.user(), links)
                        : LinkTexts.typed(waits.get()),
                now);
    }

    private Routed agree(InboundMessage message, LinkOffer offer, Instant now) {
        offers.put(offer);
        var other = offer.typedBy();
        var place = offer.typedAt();
        var mine = said(message, LinkTexts.agreed(offer), List.of(), now);
        return new Routed.ToLinks(
                List.of(offer),
                other == null || place == null
                        ? List.of(mine)
                        : List.of(
                                mine, told(message, other, place, LinkTexts.whoAgreed(offer), List.of(YES, NO), now)));
    }

    private Routed cancel(InboundMessage message, Instant now) {
        var found = offers.by(message.user(), now).or(() -> offers.typedBy(message.user(), now));
        if (found.isEmpty()) {
            return Notices.answer(message, LinkTexts.NOTHING_TO_CONFIRM, now);
        }
        var offer = found.get().in(OfferState.ENDED, now);
        offers.put(offer);
        boolean isMine = offer.user().equals(message.user());
        var other = isMine ? offer.typedBy() : offer.user();
        var place = isMine ? offer.typedAt() : offer.address();
        var mine = said(message, LinkTexts.CANCELLED, List.of(), now);
        return new Routed.ToLinks(
                List.of(offer),
                other == null || place == null
                        ? List.of(mine)
                        : List.of(mine, told(message, other, place, LinkTexts.OTHER_CANCELLED, List.of(), now)));
    }

    private Routed linked(InboundMessage message, AddressMove move, Instant now) {
        var ended = offers.typedBy(message.user(), now).map(offer -> offer.in(OfferState.ENDED, now));
        ended.ifPresent(offers::put);
        return new Routed.ToLinks(
                ended.map(List::of).orElse(List.of()),
                both(message, move, LinkTexts.linked(move), LinkTexts.otherLinked(move), now));
    }

    /// @param message with the address as its user
    Routed unlink(InboundMessage message, String argument, Instant now) {
        var move = links.move(message.user());
        if (move.isPresent()
                && move.get().id().equals(message.id())
                && move.get().to().equals(message.user())) {
            return new Routed.ToLinks(
                    List.of(), both(message, move.get(), LinkTexts.UNLINKED, LinkTexts.otherUnlinked(move.get()), now));
        }
        var person = links.person(message.user());
        var others = links.others(person).stream()
                .filter(address -> !address.equals(message.user()))
                .toList();
        if (argument.isEmpty() && !person.equals(message.user())) {
            return Notices.answer(message, LinkTexts.BY_OPERATOR, now); // else it would have moved
        }
        if (others.isEmpty()) {
            return Notices.answer(message, LinkTexts.NOTHING_LINKED, now);
        }
        if (argument.isEmpty() && others.size() > 1) {
            return new Routed.ToPerson(said(message, LinkTexts.WHICH, buttons(others), now));
        }
        var chosen = argument.isEmpty() ? Optional.of(others.getFirst()) : named(others, argument);
        return chosen.map(address -> release(message, address, now))
                .orElseGet(() -> new Routed.ToPerson(said(message, LinkTexts.WHICH, buttons(others), now)));
    }

    private static Optional<UserId> named(List<UserId> others, String argument) {
        return others.stream()
                .filter(address -> address.value().equals(argument.replace("`", "")))
                .findFirst();
    }

    private static List<Button> buttons(List<UserId> others) {
        return others.stream()
                .map(address -> new Button(address.value(), "/unlink " + address))
                .toList();
    }

    private Routed release(InboundMessage message, UserId address, Instant now) {
        if (links.isNamed(address)) {
            return Notices.answer(message, LinkTexts.BY_OPERATOR, now);
        }
        if (links.move(address).filter(move -> move.state() == MoveState.MOVING).isPresent()) {
            return Notices.answer(message, LinkTexts.STILL_MOVING, now);
        }
        var released = links.release(address, message, now);
        return new Routed.ToLinks(
                List.of(released), List.of(said(message, LinkTexts.released(address), List.of(), now)));
    }

    private static Routed asked(InboundMessage message, String text, Instant now) {
        return new Routed.ToPerson(said(message, text, List.of(YES, NO), now));
    }

    private static List<Notice> both(
            InboundMessage message, AddressMove move, String mine, String theirs, Instant now) {
        var said = said(message, mine, List.of(), now);
        var other = move.other();
        return other == null ? List.of(said) : List.of(said, told(message, move.user(), other, theirs, List.of(), now));
    }

    private static Notice said(InboundMessage message, String text, List<Button> buttons, Instant now) {
        return new Notice(
                message.id() + ".notice",
                message.user(),
                message.address(),
                message.id(),
                text,
                buttons,
                Outcome.ANSWERED,
                null,
                now);
    }

    /// To the other side, which asked nothing.
    private static Notice told(
            InboundMessage message, UserId user, Address address, String text, List<Button> buttons, Instant now) {
        return new Notice(message.id() + ".other", user, address, null, text, buttons, null, null, now);
    }
}

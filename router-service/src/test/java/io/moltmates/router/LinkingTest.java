package io.moltmates.router;

import static io.moltmates.router.Messages.ALICE;
import static io.moltmates.router.Messages.NOW;
import static io.moltmates.router.Messages.message;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.LinkOffer;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.LinkRecord.OfferState;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkingTest {

    private static final UserId BOB = UserId.of("web", "bob");
    private static final UserId MALLORY = UserId.of("web", "mallory");

    private final Map<UserId, UserRecord> users = new HashMap<>();
    private RouterConfig config = RouterTest.allowing("*");
    private final Links links = new Links(() -> config);
    private final Router router = router(links);
    private int count;

    private Router router(Links known) {
        return new Router(
                () -> config,
                user -> Optional.ofNullable(users.get(user)),
                new Pairings(),
                new AdmittedPeople(),
                new RoutingTable(),
                known);
    }

    @BeforeEach
    void everybodyHasAnAssistant() {
        List.of(ALICE, BOB, MALLORY).forEach(user -> users.put(user, ready(user, null)));
    }

    @Test
    void linksOnlyWhenBothSidesHaveAgreedAndToldWhoTheOtherIs() {
        String code = code(ALICE);
        var typed = links(says(BOB, "/link " + code.toLowerCase(Locale.ROOT)));
        assertThat(typed.notices())
                .extracting(Notice::text)
                .satisfiesExactly(
                        mine -> assertThat(mine).contains("`web_alice`", "/link cancel"),
                        theirs -> assertThat(theirs).contains("`web_bob`", "/link confirm"));
        assertThat(isLinked(BOB)).isFalse();
        var agreed = links(says(ALICE, "/link confirm"));
        assertThat(agreed.notices().getLast().user()).isEqualTo(BOB);
        assertThat(agreed.notices().getLast().text()).contains("`web_alice`", "/link confirm");
        assertThat(isLinked(BOB)).isFalse();
        var moves = (Routed.Moves) says(BOB, "/link confirm");
        assertThat(moves.move().to()).isEqualTo(ALICE);
        assertThat(moves.marker().reason()).isEqualTo(Reason.MOVES);
        assertThat(moves.marker().user()).isEqualTo(BOB);
    }

    @Test
    void aCodeThatSomebodyElseTypedLinksNothingWithoutTheYesOfWhoWasShownIt() {
        String code = code(ALICE);
        says(MALLORY, "/link " + code);
        assertThat(says(MALLORY, "/link confirm")).isInstanceOf(Routed.ToPerson.class);
        says(ALICE, "/link cancel");
        assertThat(notice(says(MALLORY, "/link confirm")).text()).contains("nothing to confirm");
        assertThat(isLinked(MALLORY)).isFalse();
    }

    @Test
    void aCodeThatSomebodyWasTalkedIntoTypingLinksNothingWithoutTheirOwnYes() {
        String code = code(MALLORY);
        says(ALICE, "/link " + code);
        says(MALLORY, "/link confirm");
        assertThat(says(MALLORY, "/link confirm")).isInstanceOf(Routed.ToPerson.class);
        assertThat(isLinked(ALICE)).isFalse();
        says(ALICE, "/link cancel");
        assertThat(says(ALICE, "hello")).isInstanceOf(Routed.ToTurns.class);
        assertThat(isLinked(ALICE)).isFalse();
    }

    @Test
    void aCodeIsTypedOnceAndEndsAfterAWhile() {
        String code = code(ALICE);
        says(BOB, "/link " + code);
        assertThat(notice(says(MALLORY, "/link " + code)).text()).contains("no such code");
        String other = code(MALLORY);
        var late = message(BOB, "late", "/link " + other);
        assertThat(notice(router.route(late, NOW.plus(LinkOffers.VALID))).text())
                .contains("no such code");
    }

    @Test
    void nobodyGoesOnGuessing() {
        for (int i = 0; i < 5; i++) {
            assertThat(notice(says(MALLORY, "/link ABCDEFGH")).text()).contains("no such code");
        }
        String code = code(ALICE);
        assertThat(notice(says(MALLORY, "/link " + code)).text()).contains("many codes");
        var later = message(MALLORY, "later", "/link " + code);
        assertThat(router.route(later, NOW.plus(Duration.ofMinutes(10)).minusMillis(1)))
                .isInstanceOf(Routed.ToPerson.class);
    }

    @Test
    void showsTheSameCodeAgainAndNotMoreThanFiveInAnHour() {
        assertThat(notice(says(ALICE, "/link confirm")).text()).contains("nothing to confirm");
        String first = code(ALICE);
        assertThat(notice(says(ALICE, "/link")).text()).contains(first);
        for (int i = 0; i < 4; i++) {
            says(ALICE, "/link cancel");
            code(ALICE);
        }
        says(ALICE, "/link cancel");
        assertThat(notice(says(ALICE, "/link")).text()).contains("in an hour");
    }

    @Test
    void hasNoCodeForWhoHasNoAssistant() {
        users.remove(ALICE);
        assertThat(notice(says(ALICE, "/link")).text()).contains("Choose a persona");
    }

    @Test
    void holdsWhatComesUntilAllBeforeIsAnsweredAndThenSpeaksAsTheOther() {
        var confirm = linked(ALICE, BOB);
        assertThat(says(BOB, "hello")).isInstanceOf(Routed.Held.class);
        var stop = (TurnControl) ((Routed.ToTurns) says(BOB, "/stop")).turn();
        assertThat(stop.control()).isEqualTo(Control.STOP);
        assertThat(stop.user()).isEqualTo(BOB);
        moved(BOB);
        assertThat(links(router.route(confirm, NOW)).notices())
                .extracting(Notice::user)
                .containsExactly(BOB, BOB);
        var turn = ((Routed.ToTurns) says(BOB, "hello")).turn();
        assertThat(turn.user()).isEqualTo(ALICE);
        assertThat(turn.address().conversation()).isEqualTo("bob");
        assertThat(notice(says(BOB, "/whoami")).text()).contains("You are `web_bob`", "same person as `web_alice`");
        assertThat(notice(says(ALICE, "/whoami")).text()).contains("same person as `web_bob`");
    }

    @Test
    void whatCameBeforeBelongsToTheOldPersonAlsoWhenItComesAgainAtAnotherRouter() {
        var before = at("before", "hello", NOW.minusSeconds(1));
        linked(ALICE, BOB);
        var move = moved(BOB);
        var other = new Links(() -> config);
        other.observed(move.key(), Optional.of(move));
        var next = router(other);
        assertThat(turnOf(next.route(before, NOW)).user()).isEqualTo(BOB);
        assertThat(turnOf(next.route(at("after", "hello", NOW), NOW)).user()).isEqualTo(ALICE);
        assertThat(turnOf(next.route(at("skewed", "hello", NOW.minusSeconds(1)), NOW))
                        .user())
                .isEqualTo(ALICE);
    }

    @Test
    void anotherRouterGoesOnWithAMoveThatWasBegun() {
        linked(ALICE, BOB);
        var move = links.move(BOB).orElseThrow();
        var other = new Links(() -> config);
        other.observed(move.key(), Optional.of(move));
        var next = router(other);
        var again = (Routed.Moves) next.route(message(BOB, move.id(), "/link confirm"), NOW);
        assertThat(again.move()).isEqualTo(move);
        assertThat(next.route(message(BOB, "m99", "hello"), NOW)).isInstanceOf(Routed.Held.class);
    }

    @Test
    void unlinksOnTheLinkedSideAtOnceAndOnTheOtherWithTheNextMessage() {
        var confirm = linked(ALICE, BOB);
        moved(BOB);
        router.route(confirm, NOW);
        var back = (Routed.Moves) says(BOB, "/unlink");
        assertThat(back.move().from()).isEqualTo(ALICE);
        assertThat(back.move().to()).isEqualTo(BOB);
        moved(BOB);
        assertThat(turnOf(says(BOB, "hello")).user()).isEqualTo(BOB);

        linked(ALICE, BOB);
        moved(BOB);
        assertThat(links(says(ALICE, "/unlink")).rows()).singleElement().isInstanceOf(AddressMove.class);
        assertThat(((Routed.Moves) says(BOB, "hello")).move().to()).isEqualTo(BOB);
    }

    @Test
    void movesByTheWordOfTheOperatorWhichNobodyElseUndoes() {
        config = operator(Map.of(BOB, ALICE, ALICE, ALICE));
        assertThat(((Routed.Moves) says(BOB, "hello")).move().operator()).isTrue();
        moved(BOB);
        assertThat(notice(says(BOB, "/unlink")).text()).contains("identityLinks");
        assertThat(notice(says(ALICE, "/unlink")).text()).contains("identityLinks");
        String code = code(MALLORY);
        assertThat(notice(says(BOB, "/link " + code)).text()).contains("identityLinks");
        config = operator(null);
        assertThat(turnOf(says(BOB, "hello")).user()).isEqualTo(ALICE);
        config = operator(Map.of());
        assertThat(((Routed.Moves) says(BOB, "hello")).move().to()).isEqualTo(BOB);
        moved(BOB);
        assertThat(turnOf(says(BOB, "hello")).user()).isEqualTo(BOB);
    }

    @Test
    void admitsWhoseAddressTheOperatorNames() {
        config = new RouterConfig(
                RouterTest.allowing("alice").channels(), config.commands(), Map.of(BOB, ALICE, ALICE, ALICE));
        assertThat(says(BOB, "hello")).isInstanceOf(Routed.Moves.class);
        assertThat(notice(says(MALLORY, "hello")).text()).contains("may not talk");
    }

    @Test
    void linksNobodyToWhomOthersAreLinked() {
        linked(ALICE, BOB);
        moved(BOB);
        String code = code(MALLORY);
        assertThat(notice(says(ALICE, "/link " + code)).text()).contains("Other sides");
        assertThat(notice(says(BOB, "/link " + code)).text()).contains("`web_alice` here already");
    }

    @Test
    void knowsLinksThatOnlyTheDirectoryTells() {
        var row = ready(ALICE, null);
        var both = new UserRecord(
                ALICE, row.status(), row.persona(), "i1", null, List.of(ALICE, BOB), "user", Map.of(), NOW);
        links.observedPerson(ALICE.value(), Optional.of(both));
        assertThat(turnOf(says(BOB, "hello")).user()).isEqualTo(ALICE);
        assertThat(((Routed.Moves) says(BOB, "/unlink")).move().to()).isEqualTo(BOB);
    }

    private RouterConfig operator(@Nullable Map<UserId, UserId> people) {
        return new RouterConfig(config.channels(), config.commands(), people);
    }

    private Routed says(UserId user, String text) {
        return router.route(message(user, "m" + ++count, text), NOW);
    }

    private static InboundMessage at(String id, String text, Instant receivedAt) {
        var message = message(BOB, id, text);
        return new InboundMessage(id, BOB, message.address(), "bob", text, List.of(), null, true, receivedAt);
    }

    private String code(UserId user) {
        var offer = (LinkOffer) links(says(user, "/link")).rows().getFirst();
        assertThat(offer.state()).isEqualTo(OfferState.OPEN);
        return offer.code();
    }

    /// Returns the message with which it moves.
    private InboundMessage linked(UserId person, UserId other) {
        says(other, "/link " + code(person));
        says(person, "/link confirm");
        var confirm = message(other, "m" + ++count, "/link confirm");
        assertThat(router.route(confirm, NOW)).isInstanceOf(Routed.Moves.class);
        return confirm;
    }

    /// As persona-service says it.
    private AddressMove moved(UserId address) {
        var move = links.move(address).orElseThrow().in(MoveState.MOVED, NOW);
        links.observed(move.key(), Optional.of(move));
        return move;
    }

    private boolean isLinked(UserId user) {
        return !links.person(user).equals(user) || links.move(user).isPresent();
    }

    private static TurnRequest turnOf(Routed routed) {
        return (TurnRequest) ((Routed.ToTurns) routed).turn();
    }

    private static Routed.ToLinks links(Routed routed) {
        return (Routed.ToLinks) routed;
    }

    private static Notice notice(Routed routed) {
        return ((Routed.ToPerson) routed).notice();
    }
}

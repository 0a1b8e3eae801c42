package io.moltmates.router;

import static io.moltmates.router.Messages.ALICE;
import static io.moltmates.router.Messages.NOW;
import static io.moltmates.router.Messages.SCRIPT;
import static io.moltmates.router.Messages.choosing;
import static io.moltmates.router.Messages.choosingAnother;
import static io.moltmates.router.Messages.fromTelegram;
import static io.moltmates.router.Messages.message;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.ApiChannelConfig;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import io.moltmates.schema.config.DmPolicy;
import io.moltmates.schema.config.TelegramConfig;
import io.moltmates.schema.config.WebChannelConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static final UserId BOB = UserId.of("web", "bob");

    private final Map<UserId, UserRecord> users = new HashMap<>();
    private RouterConfig config = allowing("alice");
    private final Pairings pairings = new Pairings();
    private final Router router = new Router(
            () -> config,
            user -> Optional.ofNullable(users.get(user)),
            pairings,
            new AdmittedPeople(),
            new RoutingTable(),
            new Links(() -> config));

    @Test
    void dropsEverybodyWhenNobodyIsListed() {
        config = allowing();
        assertThat(notice(routed(ALICE, "hello")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void tellsAStrangerTheirIdOnce() {
        assertThat(notice(routed(BOB, "hello")).text()).contains("`web_bob`", "channels.web.allowFrom");
        assertThat(routed(BOB, "hello?")).isEqualTo(new Routed.Dropped());
    }

    @Test
    void tellsAStrangerAgainAfterAWhile() {
        routed(BOB, "hello");
        var later = router.route(message(BOB, "m9", "hello"), NOW.plus(Duration.ofMinutes(10)));
        assertThat(notice(later).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void alwaysTellsWhoWaitsForAnHttpResponse() {
        config = new RouterConfig(
                new ChannelsConfig(
                        WebChannelConfig.DEFAULT,
                        new ApiChannelConfig(true, "Molty", List.of("other")),
                        TelegramConfig.DEFAULT),
                CommandsConfig.DEFAULT);
        assertThat(notice(routed(SCRIPT, "hello")).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(notice(routed(SCRIPT, "hello")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void admitsByIdAsWell() {
        config = allowing("web_alice");
        assertThat(routed(ALICE, "hello")).isInstanceOf(Routed.ToOnboarding.class);
    }

    @Test
    void admitsNobodyOfAnUnknownChannel() {
        config = allowing("*");
        assertThat(notice(routed(UserId.of("telegram", "1"), "hello")).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void admitsByTheUserNameAndNeverByTheDisplayName() {
        config = TelegramRules.people(DmPolicy.ALLOWLIST, "alice");
        assertThat(router.route(fromTelegram("1", "Alice", "alice", "m1", "hello"), NOW))
                .isInstanceOf(Routed.ToOnboarding.class);
        var pretending = router.route(fromTelegram("2", "alice", "mallory", "m2", "hello"), NOW);
        assertThat(notice(pretending).text()).contains("`telegram_2`", "channels.telegram.allowFrom");
    }

    @Test
    void showsAStrangerTheirCodeOnceInAWhile() {
        config = TelegramRules.people(DmPolicy.PAIRING);
        var shown = (Routed.ToStranger) router.route(fromTelegram("7", "M", null, "m1", "hi"), NOW);
        assertThat(shown.notice().text()).contains(shown.code().code(), "`telegram_7`");
        assertThat(shown.notice().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(router.route(fromTelegram("7", "M", null, "m2", "hi?"), NOW)).isEqualTo(new Routed.Dropped());
        var later = router.route(fromTelegram("7", "M", null, "m3", "hi?"), NOW.plus(Duration.ofMinutes(10)));
        assertThat(((Routed.ToStranger) later).code()).isEqualTo(shown.code());
    }

    @Test
    void tellsWhoMayWriteNoMoreAtOnce() {
        routed(BOB, "hello");
        config = allowing("bob");
        routed(BOB, "hello");
        config = allowing("alice");
        assertThat(notice(routed(BOB, "hello")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void admitsWhomTheOperatorLetIn() {
        config = TelegramRules.people(DmPolicy.PAIRING);
        var shown = (Routed.ToStranger) router.route(fromTelegram("7", "M", null, "m1", "hi"), NOW);
        var decided = shown.code().decided("c1", State.APPROVED, NOW.plusSeconds(1));
        pairings.observed(decided.key(), Optional.of(decided));
        assertThat(router.route(fromTelegram("7", "M", null, "m2", "hi"), NOW)).isInstanceOf(Routed.ToOnboarding.class);
    }

    @Test
    void tellsWhoTheyAreByTheirUserNameToo() {
        config = TelegramRules.people(DmPolicy.ALLOWLIST, "1");
        assertThat(notice(router.route(fromTelegram("1", "Alice", "alice", "m1", "/whoami"), NOW))
                        .text())
                .contains("`telegram_1` (Alice), `@alice`");
    }

    @Test
    void sendsAStrangersFirstMessageToOnboarding() {
        var routed = (Routed.ToOnboarding) routed(ALICE, "hello");
        assertThat(routed.message().reason()).isEqualTo(Reason.NOT_CHOSEN);
    }

    @Test
    void sendsMessagesToTurnsOnceThePersonIsReady() {
        users.put(ALICE, ready(ALICE, null));
        var routed = (Routed.ToTurns) routed(ALICE, "hello");
        assertThat(routed.turn()).isInstanceOf(TurnRequest.class);
    }

    @Test
    void letsNoMessageOvertakeOneThatWentByOnboarding() {
        router.route(message(ALICE, "m1", "hello"), NOW);
        users.put(ALICE, ready(ALICE, null));
        var second = (Routed.ToOnboarding) router.route(message(ALICE, "m2", "and"), NOW);
        assertThat(second.message().reason()).isEqualTo(Reason.FOLLOWS);
        users.put(ALICE, ready(ALICE, "m2"));
        assertThat(router.route(message(ALICE, "m3", "so"), NOW)).isInstanceOf(Routed.ToTurns.class);
    }

    @Test
    void dropsNoDuplicates() {
        users.put(ALICE, ready(ALICE, null));
        var first = router.route(message(ALICE, "m1", "hello"), NOW);
        assertThat(router.route(message(ALICE, "m1", "hello"), NOW)).isEqualTo(first);
    }

    @Test
    void sendsAStopToTheTurnAlsoWhileAnotherPersonaIsChosen() {
        users.put(ALICE, choosingAnother(ALICE));
        var turn = (TurnControl) ((Routed.ToTurns) routed(ALICE, "/stop")).turn();
        assertThat(turn.control()).isEqualTo(Control.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stop", "/new", "/reset", "/status", "/model x"})
    void saysThatThereIsNothingToControlYet(String text) {
        users.put(ALICE, choosing(ALICE));
        assertThat(notice(routed(ALICE, text)).text()).contains("choose a persona first");
    }

    @Test
    void refusesToSwitchTheModelWhereThatIsOff() {
        users.put(ALICE, ready(ALICE, null));
        config = new RouterConfig(config.channels(), CommandsConfig.OFF);
        assertThat(notice(routed(ALICE, "/model gpt")).text()).contains("commands.model");
        assertThat(routed(ALICE, "/model")).isInstanceOf(Routed.ToTurns.class);
        config = new RouterConfig(config.channels(), new CommandsConfig(false, List.of("web:alice")));
        assertThat(routed(ALICE, "/model gpt")).isInstanceOf(Routed.ToTurns.class);
    }

    @Test
    void sendsThePersonaCommandToOnboarding() {
        users.put(ALICE, ready(ALICE, null));
        var routed = (Routed.ToOnboarding) routed(ALICE, "/persona molty");
        assertThat(routed.message().reason()).isEqualTo(Reason.PERSONA_COMMAND);
        assertThat(routed.message().message().text()).isEqualTo("/persona molty");
    }

    @Test
    void answersHelpAndWhoAmI() {
        users.put(ALICE, ready(ALICE, null));
        assertThat(notice(routed(ALICE, "/help")).text()).contains("/new", "/reset", "/stop", "/model", "/persona");
        var who = notice(router.route(message(ALICE, "m7", "/whoami"), NOW));
        assertThat(who.text()).contains("web_alice", "Cami");
        assertThat(who.id()).isEqualTo("m7.notice");
        assertThat(who.outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void listsAllCommands() {
        users.put(ALICE, ready(ALICE, null));
        assertThat(notice(routed(ALICE, "/commands")).text())
                .contains(CommandParser.WORDS.stream()
                        .filter(word -> !word.equals("start"))
                        .map(word -> "`/" + word)
                        .toList());
    }

    @Test
    void welcomesByStart() {
        assertThat(routed(ALICE, "/start")).isInstanceOf(Routed.ToOnboarding.class);
        users.put(ALICE, ready(ALICE, null));
        assertThat(notice(routed(ALICE, "/start")).text()).contains("/help");
    }

    @Test
    void namesTheNearestCommand() {
        assertThat(notice(routed(ALICE, "/stpo")).text()).contains("`/stpo`", "`/stop`");
    }

    private Routed routed(UserId user, String text) {
        return router.route(message(user, "m1", text), NOW);
    }

    private static Notice notice(Routed routed) {
        return ((Routed.ToPerson) routed).notice();
    }

    static RouterConfig allowing(String... names) {
        return new RouterConfig(
                new ChannelsConfig(
                        new WebChannelConfig(true, List.of(names), 25),
                        ApiChannelConfig.DEFAULT,
                        TelegramConfig.DEFAULT),
                CommandsConfig.DEFAULT);
    }
}

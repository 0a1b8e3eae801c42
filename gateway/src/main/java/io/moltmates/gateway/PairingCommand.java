package io.moltmates.gateway;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.StateLayout;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `moltmate pairing`: lets strangers in by the code that they were shown, where `dmPolicy` is `pairing`.
@Command(name = "pairing", description = "Strangers with a code: lists them, lets them in, or does not.")
final class PairingCommand extends OperatorCommands {

    private static final String ROW = "%-9s  %-28s  %-32s  %s";
    private static final int NAME = 32;

    PairingCommand(StateLayout layout, Map<String, String> environment) {
        super(layout, environment);
    }

    @Command(name = "list", description = "Lists the codes that wait, and the people that were let in by one.")
    int list() {
        var answer = ask(id -> new CommandRequest.ListPairings(id, CommandRequest.EVERYBODY));
        return switch (answer) {
            case CommandResult.Pairings(var _, var _, var pairings) -> {
                print(pairings, Instant.now(), out());
                yield 0;
            }
            default -> refused(answer);
        };
    }

    @Command(name = "approve", description = "Lets the person with this code in, and tells them.")
    int approve(@Parameters(paramLabel = "CODE", description = "As the person was shown it.") String code) {
        return decide(code, State.APPROVED, "may write now.");
    }

    @Command(name = "reject", description = "Does not let the person with this code in; for a day they get no other.")
    int reject(@Parameters(paramLabel = "CODE", description = "As the person was shown it.") String code) {
        return decide(code, State.REJECTED, "was not let in.");
    }

    @Command(name = "revoke", description = "Takes back that a person was let in; what runs for them is stopped.")
    int revoke(@Parameters(paramLabel = "ID", description = "As listed, such as telegram_123456.") String person) {
        return decide(person, State.REVOKED, "may write no more.");
    }

    private int decide(String subject, State decision, String done) {
        var answer = ask(id -> new CommandRequest.DecidePairing(id, CommandRequest.EVERYBODY, decision, subject));
        return switch (answer) {
            case CommandResult.Done(var _, var person) -> {
                out().println(HarmlessText.clip(person.value(), NAME) + " " + done);
                yield 0;
            }
            default -> refused(answer);
        };
    }

    static void print(List<PairingRecord> pairings, Instant now, PrintWriter out) {
        if (pairings.isEmpty()) {
            out.println("No code waits, and nobody was let in by one.");
            return;
        }
        out.println(ROW.formatted("CODE", "PERSON", "NAME", ""));
        for (var pairing : pairings) {
            boolean waits = pairing.state() == State.WAITING;
            out.println(ROW.formatted(
                    waits ? pairing.code() : "",
                    HarmlessText.clip(pairing.user().value(), NAME),
                    HarmlessText.clip(name(pairing), NAME),
                    waits
                            ? "waits, " + minutes(now, pairing.until()) + " minutes left"
                            : "let in " + time(pairing.at())));
        }
    }

    private static String name(PairingRecord pairing) {
        return pairing.handle() == null ? pairing.name() : pairing.name() + " (@" + pairing.handle() + ")";
    }

    private static long minutes(Instant now, Instant until) {
        return Math.max(0, Duration.between(now, until).toMinutes());
    }
}

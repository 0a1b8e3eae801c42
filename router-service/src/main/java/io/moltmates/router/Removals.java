package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.Ids;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.PlatformConfig;
import io.moltmates.schema.kafka.RecordSink;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Has what runs and waits stopped for people and groups that were admitted and are no more: the configuration changed,
/// or the operator took an approval back. A channel that is switched off removes nobody.
///
/// Every router does so for everybody: two such controls come to the same as one, and the router that admits a person
/// writes its own behind the last message that it admitted. Of people who have not written by way of this router only
/// the id is known; whether a list means them by their user name is known to the router that they wrote by.
final class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);

    private final Router router;
    private final Supplier<Collection<UserRecord>> users;
    private final Pairings pairings;
    private final AdmittedPeople admitted;
    private final RecordSink sink;
    private final Links links;
    private RouterConfig rules;

    /// @param router whose monitor is held while somebody is removed
    Removals(
            Router router,
            RouterConfig rules,
            Supplier<Collection<UserRecord>> users,
            Pairings pairings,
            AdmittedPeople admitted,
            Links links,
            RecordSink sink) {
        this.router = router;
        this.links = links;
        this.rules = rules;
        this.users = users;
        this.pairings = pairings;
        this.admitted = admitted;
        this.sink = sink;
    }

    /// Removes whom the rules admitted before and do not admit now.
    void changed(RouterConfig next) {
        synchronized (router) {
            var before = rules;
            rules = next;
            if (!before.equals(next)) {
                people().forEach((person, row) -> {
                    if (isAdmitted(person, row, before) && !mayBeAdmitted(person, row, next)) {
                        remove(person.id());
                    }
                });
                admitted.groups().stream()
                        .filter(group -> !mayStay(group, next.channels()))
                        .forEach(this::remove);
            }
        }
    }

    /// The operator took the approval back; the person may still be listed.
    void revoked(UserId user) {
        synchronized (router) {
            var person = admitted.find(user).orElse(new Sender(user, null));
            if (!mayBeAdmitted(person, Optional.empty(), rules)) {
                remove(user);
            }
        }
    }

    private Map<Sender, Optional<UserRecord>> people() {
        var people = new LinkedHashMap<Sender, Optional<UserRecord>>();
        var groups = Set.copyOf(admitted.groups());
        for (var row : users.get()) {
            if (groups.contains(row.user())) {
                continue;
            }
            people.put(admitted.find(row.user()).orElse(new Sender(row.user(), null)), Optional.of(row));
            for (var address : links.others(row.user())) {
                people.put(admitted.find(address).orElse(new Sender(address, null)), Optional.empty());
            }
        }
        admitted.all().forEach(person -> people.putIfAbsent(person, Optional.empty()));
        return people;
    }

    private boolean isAdmitted(Sender person, Optional<UserRecord> row, RouterConfig config) {
        var approval = pairings.approval(person.id(), row);
        return AdmissionPolicy.decide(person, approval, config.names(person.id()), config.channels())
                instanceof Admission.Admitted;
    }

    private boolean mayBeAdmitted(Sender person, Optional<UserRecord> row, RouterConfig config) {
        var rules = config.channels();
        return isAdmitted(person, row, config)
                || switch (person.id().channel()) {
                    case "web" -> !rules.web().enabled();
                    case "api" -> !rules.api().enabled();
                    default ->
                        rules.platform(person.id().channel())
                                .filter(platform -> platform.enabled() && !mayBeMeant(person, platform))
                                .isEmpty();
                };
    }

    private static boolean mayStay(UserId group, ChannelsConfig rules) {
        return rules.platform(group.channel())
                .filter(platform -> platform.enabled() && !new GroupRules(platform).admits(group))
                .isEmpty();
    }

    private static boolean mayBeMeant(Sender person, PlatformConfig platform) {
        return person.handle() == null
                && AllowList.mayMeanByName(platform.allowFrom(), person.id().channel());
    }

    /// What other addresses of the same person said goes on.
    private void remove(UserId user) {
        LOG.infof("person may write no more: userId=%s", user);
        admitted.remove(user);
        var person = links.person(user);
        boolean alone = person.equals(user) && links.others(person).isEmpty();
        var control = new TurnControl(
                "r" + Ids.random(25),
                person,
                Address.of(user.channel(), user.platformId()),
                Control.REVOKE,
                alone ? "" : user.value(),
                Instant.now());
        var _ = IngressConsumer.untilWritten(() -> sink.write(Topics.TURNS, control, null));
    }
}

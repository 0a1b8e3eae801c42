package io.moltmates.ingress.web;

import io.moltmates.ingress.Build;
import io.moltmates.ingress.Commands;
import io.moltmates.ingress.People;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/// Greets a page that has just connected: who the person is, and what was said before.
@Singleton
class WebGreeting {

    private static final Logger LOG = Logger.getLogger(WebGreeting.class);
    /// Right after a start, the services that answer are still finding their places.
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MOST_ITEMS = 200;
    private static final Executor RENDERING =
            task -> Thread.ofVirtual().name("web-greeting").start(task);

    private final Commands commands;
    private final People people;
    private final WebChannel channel;
    private final Build build;

    @Inject
    WebGreeting(Commands commands, People people, WebChannel channel, Build build) {
        this.commands = commands;
        this.people = people;
        this.channel = channel;
        this.build = build;
        people.onChange(user -> {
            if (user.channel().equals(WebChannel.CHANNEL)) {
                channel.personaChanged(user.platformId(), people.personaOf(user).orElse(null));
            }
        });
    }

    /// The page is open in the channel already, so nothing that is said meanwhile is missed.
    void greet(OpenSocket page) {
        var user = UserId.of(WebChannel.CHANNEL, page.name());
        var persona = people.personaOf(user).orElse(null);
        page.greet(Frames.hello(user.value(), page.name(), persona, build.version()), Frames.personaChanged(persona));
        var person = people.personOf(user);
        var history = ask(new CommandRequest.GetHistory("c" + Ids.random(26), person, MOST_ITEMS));
        var onboarding = ask(new CommandRequest.GetOnboarding("c" + Ids.random(26), person));
        var _ = history.thenAcceptBothAsync(onboarding, (said, chosen) -> begin(page, said, chosen), RENDERING);
    }

    private void begin(OpenSocket page, Optional<List<Item>> said, Optional<List<Item>> chosen) {
        var items = Items.merge(List.of(chosen.orElse(List.of()), said.orElse(List.of())));
        var newest = items.subList(Math.max(0, items.size() - MOST_ITEMS), items.size());
        boolean whole = said.isPresent() && chosen.isPresent();
        channel.begin(
                page,
                newest,
                whole
                        ? List.of()
                        : List.of(Frames.error("What was said before can't be shown at the moment. Reload in a while;"
                                + " new messages work.")));
    }

    /// Empty when nobody answers.
    private CompletableFuture<Optional<List<Item>>> ask(CommandRequest request) {
        return commands.ask(request, PATIENCE).handle((result, failure) -> switch (result) {
            case CommandResult.History history -> Optional.of(history.items());
            case null -> {
                LOG.warnf("no history: userId=%s error=%s", request.user(), failure);
                yield Optional.empty();
            }
            default -> {
                LOG.warnf("no history: userId=%s answer=%s", request.user(), result);
                yield Optional.empty();
            }
        });
    }
}

package io.moltmates.persona;

import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.LiveConfig;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.TableReader;
import io.moltmates.schema.kafka.TopicWriter;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Puts persona-service together and opens what it talks with; closes it at the end.
@Singleton
class PersonaClients {

    private static final Logger LOG = Logger.getLogger(PersonaClients.class);
    private static final Duration POLL = Duration.ofMillis(1500);

    private final StateLayout layout;
    private final TopicWriter writer;
    private final TableReader<UserRecord> table;
    private final LiveConfig<PersonaConfig> config;
    private final CommandDrafts drafts;
    private final Lanes lanes = new Lanes();
    private final UsersProjection users;
    private final LinkedAddresses links = new LinkedAddresses();
    private final TableReader<LinkRecord> linkRows;
    private final OnboardingService onboarding;
    private final PersonCommands commands;
    private final Thread poll;

    @Inject
    PersonaClients(@Identifier("default-kafka-broker") Map<String, Object> connection, Config settings) {
        var environment = System.getenv();
        layout = StateLayout.of(environment);
        var templates = new Templates(settings.getOptionalValue("moltmate.templates", String.class)
                .map(Path::of)
                .orElse(null));
        Function<UserId, PersonDirectory> directories = user -> new PersonDirectory(layout.person(user));
        config = LiveConfig.open(layout.configuration(), environment, PersonaConfig::of);
        writer = new TopicWriter(connection, "persona-service");
        users = new UsersProjection(
                layout,
                directories,
                links,
                writer,
                InstantSource.system(),
                user -> config.current().commands().isOperator(user));
        linkRows = TableReader.open(connection, "persona-links", Topics.LINKS, links::observed);
        var _ = config.onChange(_ -> users.lookAgain());
        table = TableReader.open(connection, "persona-users", Topics.USERS, users::observed);
        drafts = new CommandDrafts(connection, writer);
        onboarding = new OnboardingService(
                directories,
                new PersonaCatalogue(templates, layout.souls()),
                new FirstFiles(templates),
                drafts,
                users,
                writer,
                config::current,
                InstantSource.system());
        var moves =
                new AddressMoves(layout, directories, links, linkRows::upToDate, users, writer, InstantSource.system());
        commands = new PersonCommands(directories, users, moves);
        poll = Thread.ofVirtual().name("persona-poll").unstarted(this::watch);
    }

    void start(@Observes StartupEvent event) {
        poll.start();
    }

    OnboardingService onboarding() {
        return onboarding;
    }

    PersonCommands commands() {
        return commands;
    }

    Lanes lanes() {
        return lanes;
    }

    StateLayout layout() {
        return layout;
    }

    boolean isConnected() {
        return writer.isConnected();
    }

    RecordSink sink() {
        return writer;
    }

    /// The table first, so that only what differs is published.
    private void watch() {
        table.ready().toCompletableFuture().join();
        linkRows.ready().toCompletableFuture().join();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                users.poll();
                Thread.sleep(POLL);
            } catch (InterruptedException _) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warnf("people's directories can't be read, trying again: error=%s", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void close() {
        poll.interrupt();
        lanes.close();
        drafts.close();
        table.close();
        linkRows.close();
        config.close();
        writer.close();
    }
}

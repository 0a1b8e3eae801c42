package io.moltmates.ingress;

import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.kafka.TableReader;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Knows which persona each person talks to, as the users table says.
@Singleton
public class People {

    private final Map<String, Object> connection;
    private final List<BiConsumer<UserId, Optional<PersonaReference>>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable TableReader<UserRecord> table;

    @Inject
    People(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = connection;
    }

    void start(@Observes StartupEvent event) {
        table = TableReader.open(connection, "ingress-users", Topics.USERS, (key, row) -> {
            var persona = row.flatMap(People::persona);
            listeners.forEach(listener -> listener.accept(new UserId(key), persona));
        });
    }

    public Optional<PersonaReference> personaOf(UserId user) {
        var open = table;
        return open == null ? Optional.empty() : open.find(user.value()).flatMap(People::persona);
    }

    /// Calls the listener on each change of anything about a person, on the thread that reads the table.
    public void onChange(BiConsumer<UserId, Optional<PersonaReference>> listener) {
        listeners.add(listener);
    }

    private static Optional<PersonaReference> persona(UserRecord row) {
        return Optional.ofNullable(row.persona());
    }

    @PreDestroy
    void close() {
        var open = table;
        if (open != null) {
            open.close();
        }
    }
}

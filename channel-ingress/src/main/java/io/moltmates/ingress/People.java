package io.moltmates.ingress;

import io.moltmates.schema.PersonFile;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows which person each address belongs to, which persona they talk to, and which groups go on under another id, as
/// the users table says.
@Singleton
public class People {

    private final Map<String, Object> connection;
    private final List<Consumer<UserId>> listeners = new CopyOnWriteArrayList<>();
    private final Map<UserId, UserId> moved = new ConcurrentHashMap<>();
    private final Map<UserId, UserId> owners = new ConcurrentHashMap<>();
    private volatile @Nullable TableReader<UserRecord> table;

    @Inject
    People(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = connection;
    }

    void start(@Observes StartupEvent event) {
        table = TableReader.open(connection, "ingress-users", Topics.USERS, this::changed);
    }

    private void changed(String key, Optional<UserRecord> row) {
        var person = new UserId(key);
        moved.values().removeIf(person::equals);
        row.map(found -> found.settings().get(PersonFile.MOVED))
                .ifPresent(other -> moved.put(new UserId(other), person));
        var affected = new TreeSet<>(Set.of(person));
        owners.forEach((address, owner) -> {
            if (owner.equals(person)) {
                affected.add(address);
            }
        });
        var addresses = row.map(UserRecord::addresses).orElse(List.of());
        owners.entrySet().removeIf(entry -> entry.getValue().equals(person) && !addresses.contains(entry.getKey()));
        addresses.stream().filter(address -> !address.equals(person)).forEach(address -> owners.put(address, person));
        affected.addAll(addresses);
        affected.forEach(address -> listeners.forEach(listener -> listener.accept(address)));
    }

    /// The person that an address belongs to; itself, if it is linked to nobody.
    public UserId personOf(UserId address) {
        return owners.getOrDefault(address, address);
    }

    public Optional<PersonaReference> personaOf(UserId address) {
        var open = table;
        return open == null
                ? Optional.empty()
                : open.find(personOf(address).value()).flatMap(People::persona);
    }

    /// Who this id belongs to: itself, unless a group has moved there.
    UserId principal(UserId id) {
        return moved.getOrDefault(id, id);
    }

    /// Where a group is now; empty if it has never moved.
    Optional<UserId> place(UserId group) {
        var open = table;
        return open == null
                ? Optional.empty()
                : open.find(group.value())
                        .map(row -> row.settings().get(PersonFile.MOVED))
                        .map(UserId::new);
    }

    /// Completed when everything is known that the log has at the moment of the call.
    CompletionStage<Void> upToDate() {
        var open = table;
        return open == null
                ? CompletableFuture.failedStage(new IllegalStateException("The users table is not open yet"))
                : open.upToDate();
    }

    /// Calls the listener on each change of anything about an address' person, on the thread that reads the table.
    public void onChange(Consumer<UserId> listener) {
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

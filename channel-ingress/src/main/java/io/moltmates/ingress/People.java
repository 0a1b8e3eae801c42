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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows which person each address belongs to, and which persona they talk to, as the users table says.
@Singleton
public class People {

    private final Map<String, Object> connection;
    private final List<Consumer<UserId>> listeners = new CopyOnWriteArrayList<>();
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

package io.moltmates.gateway;

import io.moltmates.schema.CommandResult.PersonAccess;
import io.moltmates.schema.CommandResult.PersonUsage;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the services know of one person, each its part.
///
/// @param row null for who has no directory
/// @param usage null for who has no persona
/// @param access null for who is neither known to the router nor listed
record KnownPerson(
        UserId user,
        @Nullable UserRecord row,
        @Nullable PersonUsage usage,
        @Nullable PersonAccess access) {

    /// All that one of the services knows, by their ids.
    static List<KnownPerson> join(List<UserRecord> rows, List<PersonUsage> usages, List<PersonAccess> accesses) {
        var row = byUser(rows, UserRecord::user);
        var usage = byUser(usages, PersonUsage::user);
        var access = byUser(accesses, PersonAccess::user);
        var users = new TreeSet<UserId>();
        users.addAll(row.keySet());
        users.addAll(usage.keySet());
        users.addAll(access.keySet());
        var people = new ArrayList<KnownPerson>();
        users.forEach(user -> people.add(new KnownPerson(user, row.get(user), usage.get(user), access.get(user))));
        return people;
    }

    private static <T> Map<UserId, T> byUser(List<T> values, Function<T, UserId> user) {
        return values.stream().collect(Collectors.toMap(user, Function.identity(), (one, _) -> one, TreeMap::new));
    }

    boolean mayWrite() {
        return access != null && access.admitted();
    }

    /// As the platform calls whoever wrote last; empty if nobody did.
    String name() {
        return usage == null ? "" : usage.name();
    }

    String persona() {
        var persona = row == null ? null : row.persona();
        if (persona != null) {
            return persona.name();
        }
        return row == null ? "" : "(choosing)";
    }

    String role() {
        return row == null ? UserRecord.USER : row.role();
    }
}

package io.moltmates.schema.contract;

import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All types of records that topics carry.
final class RecordTypes {

    private RecordTypes() {}

    /// One for each topic, sealed interfaces among them, and the dead letter.
    static Set<Class<?>> declared() {
        var types = new LinkedHashSet<Class<?>>();
        Topics.main().stream().map(Topic::type).forEach(types::add);
        types.add(DeadLetter.class);
        return types;
    }

    /// The records that a declared type stands for.
    static List<Class<?>> concrete(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        var found = new ArrayList<Class<?>>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            found.addAll(concrete(permitted));
        }
        return found;
    }
}

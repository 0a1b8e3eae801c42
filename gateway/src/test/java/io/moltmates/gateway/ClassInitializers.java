package io.moltmates.gateway;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// What is called while a class is initialized, by way of our own code.
final class ClassInitializers {

    private ClassInitializers() {}

    /// @param code whose calls are followed
    static ArchCondition<JavaClass> reachNone(JavaClasses code, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>("have initializers that wait for nothing") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var left = new ArrayDeque<JavaCodeUnit>();
                type.getStaticInitializer().ifPresent(left::add);
                var seen = new HashSet<>(left);
                while (!left.isEmpty()) {
                    for (var call : accesses(left.remove())) {
                        if (forbidden.test(call.getTarget())) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " is initialized by " + call.getDescription()));
                        }
                        call.getTarget()
                                .resolveMember()
                                .filter(unit -> code.contain(unit.getOwner().getName()))
                                .filter(seen::add)
                                .ifPresent(left::add);
                    }
                }
            }
        };
    }

    /// Calls, and what `Type::method` stands for, which is most likely called too.
    private static List<JavaCodeUnitAccess<?>> accesses(JavaCodeUnit unit) {
        var all = new ArrayList<JavaCodeUnitAccess<?>>(unit.getCallsFromSelf());
        all.addAll(unit.getMethodReferencesFromSelf());
        all.addAll(unit.getConstructorReferencesFromSelf());
        return all;
    }
}

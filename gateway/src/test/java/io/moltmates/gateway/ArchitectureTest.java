package io.moltmates.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.moltmates.schema.StateLayout;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The lines between the modules, which no compiler holds.
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                    "io.moltmates.schema",
                    "io.moltmates.ingress",
                    "io.moltmates.router",
                    "io.moltmates.persona",
                    "io.moltmates.agent",
                    "io.moltmates.sandbox",
                    "io.moltmates.gateway");

    private static final Set<String> JSON =
            Set.of("readValue", "readTree", "writeValue", "writeValueAsString", "writeValueAsBytes", "convertValue");

    @Test
    void servicesMeetOnlyThroughTheSchema() {
        slices().matching("io.moltmates.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage("io.moltmates.schema.."))
                .ignoreDependency(resideInAPackage("io.moltmates.gateway.."), alwaysTrue())
                .because("a service that calls another in process cannot be deployed on its own")
                .check(CODE);
    }

    @Test
    void nobodyKnowsTheGateway() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.moltmates.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.moltmates.gateway..")
                .because("the program holds the services, not the other way round")
                .check(CODE);
    }

    @Test
    void theSchemaKnowsNoFrameworkOfTheServices() {
        noClasses()
                .that()
                .resideInAPackage("io.moltmates.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..", "io.vertx..", "dev.langchain4j..")
                .because("every service and tool has to be able to read the contracts")
                .check(CODE);
    }

    @Test
    void onlyAgentServiceKnowsModels() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.moltmates.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .because("provider keys stay with the one service that needs them")
                .check(CODE);
    }

    @Test
    void onlySandboxServiceTouchesDocker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.moltmates.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .because("only one service may reach the engine")
                .check(CODE);
    }

    @Test
    void nobodyRunsAProgramOnTheHost() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .because("a command of a model runs in a container or not at all")
                .check(CODE);
    }

    @Test
    void onlyChannelIngressServesHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.moltmates.ingress..", "io.moltmates.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.quarkus.websockets..", "io.quarkus.vertx.http..")
                .because("what people and operators reach is in one place")
                .check(CODE);
    }

    @Test
    void theRouterAndChannelsOpenNoPersonsDirectory() {
        noClasses()
                .that()
                .resideInAnyPackage("io.moltmates.router..", "io.moltmates.ingress..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(StateLayout.PersonLayout.class)
                .because("what they need to know about a person is in the users table")
                .check(CODE);
    }

    @Test
    void dependenciesComeThroughConstructors() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .because("a class says in its constructor what it needs")
                .check(CODE);
    }

    @Test
    void readingATopicKeepsItsOrder() {
        noMethods()
                .that()
                .areAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Incoming")
                .should()
                .beAnnotatedWith("io.smallrye.common.annotation.RunOnVirtualThread")
                .because("it drops the order of a person's messages")
                .check(CODE);
    }

    @Test
    void classInitializersWaitForNothing() {
        classes()
                .should(ClassInitializers.reachNone(CODE, ArchitectureTest::waits))
                .because("whoever waits for a class keeps its carrier thread, and all carriers may wait for a lock that"
                        + " its initializer wants (JEP 491)")
                .check(CODE);
    }

    /// Reads or writes something, or takes a lock that others hold meanwhile.
    private static boolean waits(AccessTarget.CodeUnitAccessTarget call) {
        String owner = call.getOwner().getName();
        String name = call.getName();
        return owner.startsWith("java.io.") && owner.endsWith("Stream")
                || owner.equals("java.nio.file.Files")
                || owner.equals("java.util.ServiceLoader")
                || owner.startsWith("java.net.http.HttpClient")
                || owner.equals("javax.net.ssl.SSLContext")
                || owner.startsWith("java.util.concurrent.locks.") && !name.equals("<init>")
                || owner.startsWith("org.apache.kafka.clients.") && name.equals("<init>")
                || owner.startsWith("com.fasterxml.jackson.databind.Object") && JSON.contains(name);
    }
}

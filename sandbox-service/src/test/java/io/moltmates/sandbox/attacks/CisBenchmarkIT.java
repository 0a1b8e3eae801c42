package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Section 5 of the CIS Docker Benchmark 1.6.0, "container runtime", over a container that the service made. The
/// names are ours.
@Timeout(120)
class CisBenchmarkIT {

    /// @param holds of what the engine tells of the container
    private record Check(String number, String name, Predicate<JsonNode> holds) {}

    /// What a container's inspection can't tell, and why that is so.
    private static final List<String> NOT_HERE = List.of(
            "5.1 swarm mode is of the engine, which the operator has; nothing of ours needs it",
            "5.2 AppArmor is the engine's own profile where the kernel has AppArmor; Landlock holds here in any case",
            "5.3 SELinux is likewise the host's; no label is turned off, which 5.3 of the checks sees",
            "5.7 no ssh server is in the image, and nothing but what is listed may be executed",
            "5.27 a health check is the supervisor's ping, which sandbox-service sends before a command",
            "5.28 the image is pinned by its id when the configuration is read, so no newer one is pulled",
            "5.24 starting something in it as root is what whoever may use the engine can always do");

    private static final List<Check> CHECKS = List.of(
            new Check(
                    "5.2", "AppArmor is not turned off", made -> !options(made).contains("apparmor=unconfined")),
            new Check("5.3", "SELinux is not turned off", made -> !options(made).contains("label=disable")),
            new Check(
                    "5.4",
                    "no capability is left",
                    made -> texts(host(made, "CapDrop")).contains("ALL")
                            && host(made, "CapAdd").isEmpty()),
            new Check("5.5", "not privileged", made -> isFalse(host(made, "Privileged"))),
            new Check(
                    "5.6",
                    "no system directory of the host is mounted",
                    made -> made.get("Mounts").size() == 1
                            && made.at("/Mounts/0/Destination").asText().equals("/workspace")),
            new Check(
                    "5.8",
                    "no privileged port is mapped",
                    made -> host(made, "PortBindings").isEmpty()),
            new Check(
                    "5.9",
                    "no port is open at all",
                    made -> made.at("/NetworkSettings/Ports").isEmpty()),
            new Check(
                    "5.10",
                    "the host's network is not shared",
                    made -> text(made, "NetworkMode").equals("none")),
            new Check(
                    "5.11",
                    "memory has a limit, with no swap",
                    made -> host(made, "Memory").asLong() > 0
                            && host(made, "MemorySwap").asLong()
                                    == host(made, "Memory").asLong()),
            new Check(
                    "5.12",
                    "the processor has a limit",
                    made -> host(made, "NanoCpus").asLong() > 0),
            new Check(
                    "5.13",
                    "the root can only be read",
                    made -> host(made, "ReadonlyRootfs").asBoolean()),
            new Check("5.14", "no port is bound to every address", made -> isFalse(host(made, "PublishAllPorts"))),
            new Check(
                    "5.15",
                    "it is not restarted",
                    made -> List.of("", "no")
                            .contains(host(made, "RestartPolicy").get("Name").asText())),
            new Check(
                    "5.16",
                    "the host's processes are not shared",
                    made -> text(made, "PidMode").isEmpty()),
            new Check(
                    "5.17",
                    "the host's IPC is not shared",
                    made -> text(made, "IpcMode").equals("none")),
            new Check(
                    "5.18",
                    "no device of the host is there",
                    made -> host(made, "Devices").isEmpty()
                            && host(made, "DeviceRequests").isEmpty()),
            new Check("5.19", "ulimits are set", made -> ulimits(made).containsAll(List.of("core", "nofile", "fsize"))),
            new Check(
                    "5.20",
                    "mounts are not propagated",
                    made -> !made.at("/Mounts/0/Propagation").asText().contains("shared")),
            new Check(
                    "5.21",
                    "the host's name is not shared",
                    made -> text(made, "UTSMode").isEmpty()
                            && made.at("/Config/Hostname").asText().equals("sandbox")),
            new Check(
                    "5.22",
                    "seccomp is on, with our profile",
                    made -> options(made).stream()
                            .anyMatch(option -> option.startsWith("seccomp={") && option.contains("SCMP_ACT_ERRNO"))),
            new Check(
                    "5.23",
                    "nothing was started in it with privileges",
                    made -> made.get("ExecIDs").isNull()),
            new Check(
                    "5.25",
                    "it is in the engine's own control group",
                    made -> text(made, "CgroupParent").isEmpty()),
            new Check(
                    "5.26",
                    "no more privileges may be had",
                    made -> options(made).contains("no-new-privileges")),
            new Check(
                    "5.29",
                    "processes have a limit",
                    made -> host(made, "PidsLimit").asLong() > 0),
            new Check(
                    "5.30",
                    "it is not on the engine's default bridge",
                    made -> made.at("/NetworkSettings/Networks/bridge").isMissingNode()),
            new Check(
                    "5.31",
                    "the host's users are not shared on request",
                    made -> !text(made, "UsernsMode").equals("host")),
            new Check(
                    "5.32",
                    "the engine's socket is not mounted",
                    made -> !made.get("Mounts").toString().contains("docker.sock")
                            && host(made, "Binds").isEmpty()));

    @TempDir
    private Path directory;

    @Test
    void everyCheckHolds() throws IOException {
        try (var sandbox = AttackedSandbox.withProbes(directory, "cat")) {
            sandbox.run("cat", "notes.txt");
            var made = inspected(sandbox.container());
            assertThat(CHECKS)
                    .allSatisfy(check -> assertThat(check.holds())
                            .as("%s %s", check.number(), check.name())
                            .accepts(made));
        }
    }

    /// The control: an ordinary container fails many of them.
    @Test
    void theChecksSeeAnOrdinaryContainer() throws IOException {
        ProbeImage.require();
        String id = Docker.run("create", ProbeImage.NAME, "cat").strip();
        try {
            var made = inspected(id);
            assertThat(CHECKS)
                    .filteredOn(check -> !check.holds().test(made))
                    .extracting(Check::number)
                    .contains("5.4", "5.10", "5.11", "5.12", "5.13", "5.22", "5.26", "5.29");
        } finally {
            Docker.run("rm", id);
        }
    }

    @Test
    void everyNumberIsCheckedOrSaidNotToBe() {
        var numbers = Stream.concat(
                        CHECKS.stream().map(Check::number), NOT_HERE.stream().map(line -> line.split(" ", 2)[0]))
                .toList();
        assertThat(numbers)
                .containsAll(IntStream.rangeClosed(1, 32)
                        .mapToObj(number -> "5." + number)
                        .toList());
    }

    private static JsonNode inspected(String container) throws IOException {
        return new ObjectMapper().readTree(Docker.run("inspect", container)).get(0);
    }

    private static JsonNode host(JsonNode made, String name) {
        return made.path("HostConfig").path(name);
    }

    private static String text(JsonNode made, String name) {
        return host(made, name).asText();
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }

    private static List<String> options(JsonNode made) {
        return texts(host(made, "SecurityOpt"));
    }

    private static List<String> ulimits(JsonNode made) {
        return StreamSupport.stream(host(made, "Ulimits").spliterator(), false)
                .map(limit -> limit.get("Name").asText())
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}

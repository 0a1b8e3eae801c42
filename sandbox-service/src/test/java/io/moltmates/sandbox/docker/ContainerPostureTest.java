package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerPostureTest {

    private static final ObjectMapper JSON =
            DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper();
    private static final Path WORKSPACE = Path.of("/state/users/web_alice/workspace");
    private static final ContainerSpec SPEC =
            new ContainerSpec("sha256:abc", "10001:10001", SandboxConfig.DEFAULT, List.of("cat"));

    @Test
    void isContentWithWhatItWasTold() throws JsonProcessingException {
        assertThat(fault(asTold())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NetworkMode | \"bridge\" | its network is another one",
                "NetworkMode | \"host\" | its network is another one",
                "IpcMode | \"private\" | it shares memory with others",
                "CgroupnsMode | \"host\" | it sees other control groups",
                "PidMode | \"host\" | it shares another process space",
                "UTSMode | \"host\" | it shares the host's name",
                "UsernsMode | \"host\" | it shares the host's users",
                "ReadonlyRootfs | false | its root can be written",
                "Privileged | true | it is privileged",
                "Init | true | another program is its first",
                "AutoRemove | false | it stays when it has ended",
                "RestartPolicy | {\"Name\": \"always\"} | it starts again by itself",
                "CapAdd | [\"NET_RAW\"] | it gained capabilities",
                "CapDrop | [\"NET_RAW\"] | it has capabilities",
                "CapDrop | [] | it has capabilities",
                "SecurityOpt | [\"no-new-privileges\"] | its programs may gain privileges, or make other system calls",
                "SecurityOpt | [\"no-new-privileges\", \"seccomp=unconfined\"] "
                        + "| its programs may gain privileges, or make other system calls",
                "SecurityOpt | [] | its programs may gain privileges, or make other system calls",
                "Tmpfs | {\"/tmp\": \"rw,size=64m\"} | its /tmp is another one",
                "Tmpfs | {} | its /tmp is another one",
                "Memory | 0 | its memory has another limit",
                "MemorySwap | -1 | it may swap",
                "NanoCpus | 0 | its processor time has another limit",
                "PidsLimit | 0 | its processes have another limit",
                "OomKillDisable | true | its memory limit ends nothing",
                "OomScoreAdj | -500 | the kernel spares it when memory is short",
                "Ulimits | [] | its files have other limits",
                "Devices | [{\"PathOnHost\": \"/dev/kvm\", \"PathInContainer\": \"/dev/kvm\"}] | it has devices",
                "DeviceRequests | [{\"Count\": -1}] | it asks for devices",
                "DeviceCgroupRules | [\"a *:* rwm\"] | it has rules for devices",
                "Binds | [\"/:/host\"] | something else than the workspace is bound",
                "VolumesFrom | [\"other\"] | it has the volumes of another container",
                "ExtraHosts | [\"metadata:169.254.169.254\"] | it knows other hosts",
                "GroupAdd | [\"0\"] | its user is in more groups",
                "Sysctls | {\"net.ipv4.ip_forward\": \"1\"} | it changes the kernel's settings",
                "CgroupParent | \"/other\" | it is in a control group of another",
                "PublishAllPorts | true | it publishes ports",
                "LogConfig | {\"Type\": \"json-file\", \"Config\": {}} | what it prints is kept",
                "Dns | [] | it sees the host's resolver",
                "DnsSearch | [] | it sees the host's search domains",
                "MaskedPaths | [] | files of the kernel are not masked",
                "ReadonlyPaths | [] | files of the kernel can be written"
            })
    void findsWhatTheEngineLeftOut(String property, String value, String fault) throws JsonProcessingException {
        var made = asTold();
        ((ObjectNode) made.get("HostConfig")).set(property, JSON.readTree(value));
        assertThat(fault(made)).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "User | \"0:0\" | the user is another one",
                "User | \"\" | the user is another one",
                "Cmd | [\"sleep\", \"infinity\"] | another program is its first",
                "Entrypoint | [\"/bin/sh\"] | another program is its first",
                "Tty | true | it has a terminal",
                "StdinOnce | true | its input can't be used again",
                "Hostname | \"db1\" | its name is another one",
                "Env | [\"PATH=/workspace\"] | its environment is another one"
            })
    void findsAnotherProcess(String property, String value, String fault) throws JsonProcessingException {
        var made = asTold();
        ((ObjectNode) made.get("Config")).set(property, JSON.readTree(value));
        assertThat(fault(made)).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Image | \"sha256:def\" | the image is another one",
                "AppArmorProfile | \"unconfined\" | no AppArmor profile holds it",
                "Mounts | [] | more or less than the workspace is mounted"
            })
    void findsAnotherContainer(String property, String value, String fault) throws JsonProcessingException {
        var made = asTold();
        made.set(property, JSON.readTree(value));
        assertThat(fault(made)).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Source\": \"/state/users/web_bob/workspace\"",
                "\"Source\": \"/var/run/docker.sock\"",
                "\"Destination\": \"/etc\"",
                "\"RW\": false",
                "\"Propagation\": \"rshared\""
            })
    void findsAnotherMount(String property) throws JsonProcessingException {
        var made = asTold();
        ((ObjectNode) made.get("Mounts").get(0)).setAll((ObjectNode) JSON.readTree("{" + property + "}"));
        assertThat(fault(made)).contains("something else than the workspace is mounted");
    }

    @Test
    void wantsNoMountInAProbe() throws JsonProcessingException {
        var made = JSON.treeToValue(asTold(), InspectContainerResponse.class);
        assertThat(ContainerPosture.fault(made, SPEC, SPEC.command(), null)).contains("something is mounted");
    }

    @Test
    void changesItsShortFormWithEverythingThatMatters() {
        var other = new ContainerSpec(SPEC.image(), SPEC.user(), SPEC.config(), List.of("cat", "head"));
        var image = new ContainerSpec("sha256:def", SPEC.user(), SPEC.config(), SPEC.programs());
        var pool = new ContainerSpec(SPEC.image(), SPEC.user(), EngineInTest.pool(SPEC.config(), 7), SPEC.programs());
        assertThat(List.of(SPEC.posture(), other.posture(), image.posture())).doesNotHaveDuplicates();
        assertThat(pool.posture()).isEqualTo(SPEC.posture());
    }

    private static Optional<String> fault(ObjectNode made) throws JsonProcessingException {
        return ContainerPosture.fault(
                JSON.treeToValue(made, InspectContainerResponse.class), SPEC, SPEC.command(), WORKSPACE);
    }

    /// What an engine answers for a container that it made as it was told.
    private static ObjectNode asTold() throws JsonProcessingException {
        var made = JSON.createObjectNode().put("Image", SPEC.image()).put("AppArmorProfile", "docker-default");
        ObjectNode host = JSON.valueToTree(SPEC.hostConfig(WORKSPACE));
        host.set("MaskedPaths", JSON.readTree("""
                ["/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/scsi", "/sys/firmware", "/proc/acpi"]"""));
        host.set("ReadonlyPaths", JSON.readTree("""
                ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]"""));
        made.set("HostConfig", host);
        var config = JSON.createObjectNode()
                .put("User", SPEC.user())
                .put("Hostname", "sandbox")
                .put("Tty", false)
                .put("StdinOnce", false);
        config.set("Cmd", JSON.valueToTree(SPEC.command()));
        config.set("Env", JSON.valueToTree(ContainerSpec.ENVIRONMENT));
        made.set("Config", config);
        made.set(
                "Mounts",
                JSON.readTree("[{\"Type\": \"bind\", \"Source\": \"" + WORKSPACE
                        + "\", \"Destination\": \"/workspace\", \"RW\": true, \"Propagation\": \"rprivate\"}]"));
        return made;
    }
}

package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.HostConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationRuleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE = "sha256:" + "0".repeat(64);
    private static final Path USERS = Path.of("/srv/state/users");
    private static final CreationRule RULE = new CreationRule(USERS);
    private static final ContainerSpec SPEC =
            new ContainerSpec(IMAGE, "10001:10001", SandboxConfig.DEFAULT, List.of("cat", "wc"));

    @Test
    void letsThroughWhatTheServiceAsksForAndLeavesOutWhatSaysNothing() throws Exception {
        var asked = request(SPEC.hostConfig(USERS.resolve("web_alice/workspace")));
        asked.putNull("Domainname").putArray("OnBuild");
        var creation = RULE.check(asked.toString(), SandboxConfig.DEFAULT, IMAGE);
        assertThat(creation.source()).isEqualTo("/srv/state/users/web_alice/workspace");
        var passed = JSON.readTree(creation.body());
        assertThat(passed.has("Domainname")).isFalse();
        assertThat(passed.path("HostConfig").path("CapDrop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(passed.path("HostConfig").path("Mounts").toString())
                .isEqualTo("[{\"Type\":\"bind\",\"Target\":\"/workspace\","
                        + "\"Source\":\"/srv/state/users/web_alice/workspace\"}]");
        assertThat(passed.path("Cmd")).isEqualTo(asked.path("Cmd"));
    }

    @Test
    void letsThroughTheProbeWhichHasNoMount() throws Exception {
        var creation = RULE.check(request(SPEC.hostConfig()).toString(), SandboxConfig.DEFAULT, IMAGE);
        assertThat(creation.source()).isEmpty();
    }

    /// Each of these would give a container more than the sandbox's have.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HostConfig | "Privileged": true
            HostConfig | "privileged": true
            HostConfig | "PRIVILEGED": true
            HostConfig | "Binds": ["/:/host"]
            HostConfig | "binds": ["/:/host"]
            HostConfig | "CapAdd": ["SYS_ADMIN"]
            HostConfig | "CapDrop": []
            HostConfig | "CapDrop": null
            HostConfig | "PidMode": "host"
            HostConfig | "IpcMode": "host"
            HostConfig | "UTSMode": "host"
            HostConfig | "UsernsMode": "host"
            HostConfig | "CgroupnsMode": "host"
            HostConfig | "Cgroup": "host"
            HostConfig | "CgroupParent": "/"
            HostConfig | "NetworkMode": "host"
            HostConfig | "NetworkMode": "bridge"
            HostConfig | "NetworkMode": "container:abc"
            HostConfig | "NetworkMode": null
            HostConfig | "Devices": [{"PathOnHost": "/dev/sda"}]
            HostConfig | "DeviceCgroupRules": ["a *:* rwm"]
            HostConfig | "DeviceRequests": [{"Count": -1}]
            HostConfig | "VolumesFrom": ["abc"]
            HostConfig | "SecurityOpt": ["seccomp=unconfined"]
            HostConfig | "SecurityOpt": ["no-new-privileges"]
            HostConfig | "SecurityOpt": null
            HostConfig | "ReadonlyRootfs": false
            HostConfig | "MaskedPaths": ["/x"]
            HostConfig | "ReadonlyPaths": ["/x"]
            HostConfig | "Sysctls": {"net.ipv4.ip_forward": "1"}
            HostConfig | "GroupAdd": ["docker"]
            HostConfig | "ExtraHosts": ["a:1.2.3.4"]
            HostConfig | "Links": ["/a:/b"]
            HostConfig | "PortBindings": {"80/tcp": [{"HostPort": "80"}]}
            HostConfig | "PublishAllPorts": true
            HostConfig | "RestartPolicy": {"Name": "always", "MaximumRetryCount": 0}
            HostConfig | "AutoRemove": false
            HostConfig | "OomKillDisable": true
            HostConfig | "OomScoreAdj": -1000
            HostConfig | "Memory": 0
            HostConfig | "Memory": -1
            HostConfig | "Memory": 1.5
            HostConfig | "Memory": 1e30
            HostConfig | "MemorySwap": -1
            HostConfig | "NanoCpus": 0
            HostConfig | "PidsLimit": -1
            HostConfig | "Runtime": "other"
            HostConfig | "Init": true
            HostConfig | "LogConfig": {"Type": "syslog", "Config": {"syslog-address": "tcp://x"}}
            HostConfig | "StorageOpt": {"size": "1T"}
            HostConfig | "VolumeDriver": "x"
            HostConfig | "Tmpfs": {"/tmp": "rw,exec"}
            HostConfig | "Tmpfs": {"/tmp": "rw,noexec,nosuid,nodev,size=64m,mode=1777", "/x": "rw"}
            HostConfig | "Tmpfs": {"/x": "rw,noexec,nosuid,nodev,size=64m,mode=1777"}
            HostConfig | "Ulimits": []
            HostConfig | "Unknown": 1
            -          | "User": "0:0"
            -          | "User": "root"
            -          | "User": ""
            -          | "user": "0"
            -          | "Image": "alpine"
            -          | "Image": null
            -          | "Entrypoint": ["/bin/sh"]
            -          | "Cmd": ["/bin/sh"]
            -          | "Cmd": []
            -          | "Cmd": "/usr/local/bin/moltmate-supervisor"
            -          | "Env": ["LD_PRELOAD=/workspace/x.so"]
            -          | "Volumes": {"/x": {}}
            -          | "ExposedPorts": {"80/tcp": {}}
            -          | "NetworkingConfig": {"EndpointsConfig": {"a": {}}}
            -          | "NetworkDisabled": false
            -          | "Healthcheck": {"Test": ["CMD", "x"]}
            -          | "WorkingDir": "/"
            -          | "StopSignal": "SIGKILL"
            -          | "Labels": {}
            -          | "Labels": {"moltmate.state": "another"}
            -          | "Labels": {"com.example": "x"}
            -          | "hostconfig": {"Privileged": true}
            -          | "HostConfig": {}
            -          | "HostConfig": null
            """)
    void refusesWhatGivesMore(String where, String setting) throws IOException {
        var asked = request(SPEC.hostConfig(USERS.resolve("web_alice/workspace")));
        var change = (ObjectNode) JSON.readTree("{" + setting + "}");
        ((ObjectNode) (where.equals("-") ? asked : asked.path(where))).setAll(change);
        assertThatThrownBy(() -> RULE.check(asked.toString(), SandboxConfig.DEFAULT, IMAGE))
                .isInstanceOf(CreationRule.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/srv/state",
                "/srv/state/users",
                "/srv/state/users/web_alice",
                "/srv/state/users/web_alice/sessions",
                "/srv/state/users/web_alice/workspace/..",
                "/srv/state/users/web_alice/workspace/",
                "/srv/state/users/web_alice/../web_bob/workspace",
                "/srv/state/users/../workspace",
                "/srv/state/users/./workspace",
                "/srv/state/users//workspace",
                "/srv/state/users/workspace",
                "/srv/state/users/a/b/workspace",
                "/srv/state/usersx/a/workspace",
                "/var/run/docker.sock",
                "srv/state/users/a/workspace"
            })
    void mountsOnlyAWorkspace(String source) throws IOException {
        var asked = request(SPEC.hostConfig(Path.of("/any")));
        ((ObjectNode) asked.at("/HostConfig/Mounts/0")).put("Source", source);
        assertThatThrownBy(() -> RULE.check(asked.toString(), SandboxConfig.DEFAULT, IMAGE))
                .isInstanceOf(CreationRule.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Type\": \"volume\"",
                "\"type\": \"volume\"",
                "\"Target\": \"/etc\"",
                "\"BindOptions\": {\"Propagation\": \"rshared\"}",
                "\"VolumeOptions\": {\"DriverConfig\": {}}"
            })
    void mountsItOnlyAsTheServiceDoes(String setting) throws IOException {
        var asked = request(SPEC.hostConfig(USERS.resolve("web_alice/workspace")));
        ((ObjectNode) asked.at("/HostConfig/Mounts/0")).setAll((ObjectNode) JSON.readTree("{" + setting + "}"));
        assertThatThrownBy(() -> RULE.check(asked.toString(), SandboxConfig.DEFAULT, IMAGE))
                .isInstanceOf(CreationRule.Refused.class);
    }

    @Test
    void refusesWhatIsNoJsonOrSaysAThingTwice() throws IOException {
        String right = request(SPEC.hostConfig()).toString();
        for (String wrong : List.of(
                "", "[]", "x", right + right, right.replaceFirst("\\{", "{\"Image\":\"x\","), "{\"HostConfig\":1}")) {
            assertThatThrownBy(() -> RULE.check(wrong, SandboxConfig.DEFAULT, IMAGE))
                    .isInstanceOf(CreationRule.Refused.class);
        }
    }

    private static ObjectNode request(HostConfig host) throws IOException {
        var asked = JSON.createObjectNode()
                .put("Hostname", "sandbox")
                .put("User", "10001:10001")
                .put("WorkingDir", "/workspace")
                .put("Image", IMAGE)
                .put("OpenStdin", true)
                .put("StdinOnce", false)
                .put("Tty", false)
                .put("NetworkDisabled", true);
        asked.putArray("Entrypoint");
        ContainerSpec.ENVIRONMENT.forEach(asked.putArray("Env")::add);
        SPEC.command().forEach(asked.putArray("Cmd")::add);
        asked.putObject("Labels").put("moltmate.state", RULE.state());
        JsonNode tree = JSON.readTree(JSON.writeValueAsBytes(host));
        asked.set("HostConfig", tree);
        return asked;
    }
}

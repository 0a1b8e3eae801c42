package io.moltmates.sandbox.docker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.schema.config.DockerConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Holds a request to create a container to what [ContainerSpec] would ask for, for whoever stands
/// between this service and the engine.
///
/// What it lets through is written anew from what it understood: an engine reads names without regard to
/// capitals and takes the last of two, so what this class does not know must not reach it.
///
/// @param usersOnHost the directory of all people, as the engine's machine names it
public record CreationRule(Path usersOnHost) {

    /// What the names of all containers of the sandbox begin with.
    public static final String NAME_PREFIX = ContainerNames.PREFIX;

    /// The label that says whose a container is; see [#state()].
    public static final String STATE_LABEL = ContainerNames.STATE_LABEL;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String HOST = "HostConfig";
    private static final String USER = "[1-9][0-9]{0,8}:[1-9][0-9]{0,8}";
    private static final String TMPFS = "rw,noexec,nosuid,nodev,size=[1-9][0-9]{0,5}m,mode=1777";
    private static final int LONGEST_LABEL = 200;

    /// What is not the same in all containers.
    private static final Set<String> OWN_CHECKS = Set.of("User", "Cmd", "Labels", HOST);

    private static final Set<String> OWN_HOST_CHECKS =
            Set.of("NetworkMode", "Memory", "MemorySwap", "NanoCpus", "PidsLimit", "Tmpfs", "Runtime", "Mounts");

    /// The request is not one that this service makes; the message says where.
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /// The value of [#STATE_LABEL] of containers for these people.
    public String state() {
        return ContainerNames.state(usersOnHost);
    }

    /// The directory of the person whose workspace that is.
    ///
    /// @param source a path on the engine's machine
    public String person(String source) throws Refused {
        String before = usersOnHost + "/";
        String after = "/workspace";
        if (source.length() > before.length() + after.length() && source.startsWith(before) && source.endsWith(after)) {
            String name = source.substring(before.length(), source.length() - after.length());
            if (!name.equals(".") && !name.equals("..") && name.chars().noneMatch(c -> c == '/' || c < ' ')) {
                return name;
            }
        }
        throw new Refused(
                "HostConfig.Mounts: " + source + " is no workspace; those are " + before + "<person>" + after);
    }

    /// The request as the engine may have it.
    ///
    /// @param config of this moment
    /// @param image the id of the configured image
    public Creation check(String body, SandboxConfig config, String image) throws Refused {
        if (!(parsed(body) instanceof ObjectNode asked) || !(asked.get(HOST) instanceof ObjectNode host)) {
            throw new Refused("no description of a container");
        }
        String user = text(asked, "User", USER);
        String network = text(host, "NetworkMode", ".{1,128}");
        if (!network.equals(SandboxConfig.NO_NETWORK) && !network.equals(config.network())) {
            throw new Refused("HostConfig.NetworkMode: " + network + " is not the configured network");
        }
        var spec = new ContainerSpec(image, user, in(config, network), List.of());
        var checked = same("", asked, top(spec), OWN_CHECKS);
        checked.put("User", user);
        checked.set("Cmd", command(asked));
        checked.set("Labels", labels(asked));
        var checkedHost = same(HOST + ".", host, tree(spec.hostConfig()), OWN_HOST_CHECKS);
        checkedHost.put("NetworkMode", network);
        limits(host, checkedHost);
        runtime(host, config, checkedHost);
        String source = mount(host, checkedHost);
        checked.set(HOST, checkedHost);
        return new Creation(checked.toString(), source);
    }

    /// @param body JSON
    /// @param source what is mounted; empty if nothing is
    public record Creation(String body, String source) {}

    private static JsonNode parsed(String body) throws Refused {
        try {
            return JSON.readTree(body);
        } catch (IOException _) {
            throw new Refused("no readable JSON");
        }
    }

    private static SandboxConfig in(SandboxConfig config, String network) {
        return new SandboxConfig(
                config.mode(),
                config.scope(),
                network,
                DockerConfig.DEFAULT,
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                config.pool());
    }

    private static ObjectNode top(ContainerSpec spec) {
        var top = JSON.createObjectNode()
                .put("Hostname", ContainerSpec.HOST_NAME)
                .put("WorkingDir", ContainerSpec.MOUNT_POINT)
                .put("Image", spec.image())
                .put("OpenStdin", true)
                .put("StdinOnce", false)
                .put("Tty", false)
                .put("NetworkDisabled", !spec.config().hasNetwork());
        top.putArray("Entrypoint");
        var environment = top.putArray("Env");
        ContainerSpec.ENVIRONMENT.forEach(environment::add);
        return top;
    }

    private static ObjectNode tree(Object value) {
        try {
            return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(value)); // numbers as a reader has them
        } catch (IOException e) {
            throw new IllegalStateException("The engine's own classes can be written as JSON", e);
        }
    }

    /// What is right and the same everywhere, under the right names; all else has to be empty, and is left out.
    private static ObjectNode same(String where, ObjectNode asked, ObjectNode right, Set<String> elsewhere)
            throws Refused {
        var kept = JSON.createObjectNode();
        for (var setting : asked.properties()) {
            String name = setting.getKey();
            var wanted = right.get(name);
            if (elsewhere.contains(name)) {
                continue;
            }
            if (wanted != null && wanted.equals(setting.getValue())) {
                kept.set(name, wanted);
            } else if (!isNothing(setting.getValue()) || wanted != null && !isNothing(wanted)) {
                throw new Refused(where + name + " is not as the sandbox has it");
            }
        }
        for (var setting : right.properties()) {
            if (!isNothing(setting.getValue())
                    && !elsewhere.contains(setting.getKey())
                    && !kept.has(setting.getKey())) {
                throw new Refused(where + setting.getKey() + " is missing");
            }
        }
        return kept;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isEmpty()
                || value.isBoolean() && !value.booleanValue();
    }

    private static String text(ObjectNode from, String name, String pattern) throws Refused {
        var value = from.get(name);
        if (value == null || !value.isTextual() || !value.textValue().matches(pattern)) {
            throw new Refused(name + " is not as the sandbox has it");
        }
        return value.textValue();
    }

    private static JsonNode command(ObjectNode asked) throws Refused {
        var command = asked.get("Cmd");
        if (command == null
                || !command.isArray()
                || command.isEmpty()
                || !ContainerSpec.SUPERVISOR.equals(command.get(0).textValue())) {
            throw new Refused("Cmd does not begin with " + ContainerSpec.SUPERVISOR);
        }
        for (var word : command) {
            if (!word.isTextual()) {
                throw new Refused("Cmd is not a list of words");
            }
        }
        return command;
    }

    private JsonNode labels(ObjectNode asked) throws Refused {
        if (!(asked.get("Labels") instanceof ObjectNode labels)) {
            throw new Refused("Labels are missing");
        }
        for (var label : labels.properties()) {
            if (!ContainerNames.LABELS.contains(label.getKey())
                    || !label.getValue().isTextual()
                    || label.getValue().textValue().length() > LONGEST_LABEL) {
                throw new Refused("Labels: " + label.getKey() + " is none of the sandbox's");
            }
        }
        if (!state().equals(labels.path(STATE_LABEL).textValue())) {
            throw new Refused("Labels: " + STATE_LABEL + " is that of another state directory. The proxy takes "
                    + usersOnHost + " for the directory of all people on the engine's machine, sandbox-service another;"
                    + " set MOLTMATE_HOST_STATE_DIR for both");
        }
        return labels;
    }

    private static void limits(ObjectNode host, ObjectNode checked) throws Refused {
        for (String name : List.of("Memory", "MemorySwap", "NanoCpus", "PidsLimit")) {
            var limit = host.get(name);
            if (limit == null || !limit.isIntegralNumber() || !limit.canConvertToLong() || limit.longValue() <= 0) {
                throw new Refused(HOST + "." + name + " is no limit");
            }
            checked.put(name, limit.longValue());
        }
        if (checked.get("Memory").longValue() != checked.get("MemorySwap").longValue()) {
            throw new Refused(HOST + ".MemorySwap lets it swap");
        }
        if (!(host.get("Tmpfs") instanceof ObjectNode tmpfs) || tmpfs.size() != 1) {
            throw new Refused(HOST + ".Tmpfs is not as the sandbox has it");
        }
        checked.putObject("Tmpfs").put("/tmp", text(tmpfs, "/tmp", TMPFS));
    }

    private static void runtime(ObjectNode host, SandboxConfig config, ObjectNode checked) throws Refused {
        var runtime = host.path("Runtime");
        if (runtime.isMissingNode() || isNothing(runtime)) {
            return;
        }
        if (!runtime.isTextual() || !runtime.textValue().equals(config.docker().runtime())) {
            throw new Refused(HOST + ".Runtime is not the configured one");
        }
        checked.set("Runtime", runtime);
    }

    private String mount(ObjectNode host, ObjectNode checked) throws Refused {
        var mounts = host.path("Mounts");
        if (mounts.isMissingNode() || isNothing(mounts)) {
            return "";
        }
        if (!mounts.isArray() || mounts.size() != 1 || !(mounts.get(0) instanceof ObjectNode mount)) {
            throw new Refused(HOST + ".Mounts: more than the workspace");
        }
        String source = text(mount, "Source", "/.{1,4000}");
        var _ = person(source);
        var right = JSON.createObjectNode().put("Type", "bind").put("Target", ContainerSpec.MOUNT_POINT);
        var kept = same(HOST + ".Mounts.", mount, right, Set.of("Source")).put("Source", source);
        checked.putArray("Mounts").add(kept);
        return source;
    }
}

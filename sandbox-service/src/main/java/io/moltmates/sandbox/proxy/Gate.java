package io.moltmates.sandbox.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moltmates.sandbox.docker.CreationRule;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Decides which call may reach the engine, and has it done: only containers of the sandbox, for the
/// people of one state directory.
///
/// Thread-safe.
final class Gate {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "[a-zA-Z0-9_.-]{1,110}";
    private static final int KNOWN = 10_000;

    private final Engine engine;
    private final CreationRule rule;
    private final Links links;
    private final Supplier<SandboxConfig> config;

    /// Ids of containers of ours: what makes them so, their label, never changes.
    private final Set<String> ours = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KNOWN;
        }
    }));

    /// The call is none that this service may make.
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why, null, false, false);
        }
    }

    Gate(Engine engine, CreationRule rule, Links links, Supplier<SandboxConfig> config) {
        this.engine = engine;
        this.rule = rule;
        this.links = links;
        this.config = config;
    }

    /// @param caller the address that the call comes from
    Answer answer(EngineCall call, Request request, String caller) throws IOException, RefusedException {
        return switch (call) {
            case EngineCall.Ping _ -> engine.call("GET", "/_ping", "");
            case EngineCall.InspectImage(var name) -> image(name);
            case EngineCall.Create(var name) -> create(name, request.body());
            case EngineCall.ListAll _ -> listed();
            case EngineCall.Inspect(var container) -> inspect(container, caller);
            case EngineCall.Start(var container) -> start(container);
            case EngineCall.Rename(var container, var name) ->
                engine.call("POST", "/containers/" + id(container) + "/rename?name=" + ourName(name), "");
            case EngineCall.Remove(var container) -> {
                String id = id(container);
                yield engine.call("DELETE", "/containers/" + id + "?v=true&force=true", "");
            }
            case EngineCall.Attach _ -> throw new IllegalStateException("A stream has no answer");
        };
    }

    Engine.Attached attach(EngineCall.Attach call) throws IOException, RefusedException {
        return engine.attach(id(call.container()));
    }

    private Answer image(String name) throws IOException, RefusedException {
        if (!name.equals(config.get().docker().image())) {
            throw new RefusedException("the image " + name + " is not sandbox.docker.image");
        }
        return engine.call("GET", "/images/" + name + "/json", "");
    }

    private Answer create(String name, String body) throws IOException, RefusedException {
        var now = config.get();
        var image = engine.call("GET", "/images/" + now.docker().image() + "/json", "");
        if (image.status() != 200) {
            return image;
        }
        try {
            var creation =
                    rule.check(body, now, JSON.readTree(image.body()).path("Id").asText());
            looked(creation.source());
            var answer = engine.call("POST", "/containers/create?name=" + ourName(name), creation.body());
            if (answer.status() == 201) {
                ours.add(JSON.readTree(answer.body()).path("Id").asText());
            }
            return answer;
        } catch (CreationRule.Refused e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private void looked(String source) throws RefusedException {
        if (source.isEmpty()) {
            return;
        }
        try {
            var fault = links.fault(rule.person(source));
            if (fault.isPresent()) {
                throw new RefusedException(fault.get());
            }
        } catch (CreationRule.Refused e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private Answer listed() throws IOException {
        String filters = "{\"label\":[\"" + CreationRule.STATE_LABEL + "=" + rule.state() + "\"]}";
        return engine.call(
                "GET", "/containers/json?all=true&filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8), "");
    }

    private Answer start(String container) throws IOException, RefusedException {
        String id = id(container);
        var made = engine.call("GET", "/containers/" + id + "/json", "");
        if (made.status() == 200) {
            for (var mount : JSON.readTree(made.body()).path("Mounts")) {
                looked(mount.path("Source").asText());
            }
        }
        return engine.call("POST", "/containers/" + id + "/start", "");
    }

    /// One of ours; or the caller's own container, of which it learns only what is mounted there.
    private Answer inspect(String container, String caller) throws IOException, RefusedException {
        var answer = engine.call("GET", "/containers/" + container + "/json", "");
        if (answer.status() != 200) {
            return answer;
        }
        var found = JSON.readTree(answer.body());
        if (isOurs(found)) {
            return answer;
        }
        for (var network : found.path("NetworkSettings").path("Networks")) {
            if (caller.equals(network.path("IPAddress").asText())
                    || caller.equals(network.path("GlobalIPv6Address").asText())) {
                var told = JSON.createObjectNode();
                told.set("Id", found.path("Id"));
                told.set("Name", found.path("Name"));
                told.set("Mounts", found.path("Mounts"));
                return new Answer(200, Answer.JSON, told.toString());
            }
        }
        throw notOurs();
    }

    /// Of a container of ours.
    private String id(String container) throws IOException, RefusedException {
        if (ours.contains(container)) {
            return container;
        }
        var answer = engine.call("GET", "/containers/" + container + "/json", "");
        if (answer.status() == 404) {
            throw new NoSuchContainerException(container);
        }
        if (answer.status() != 200) {
            throw new IOException("The engine says " + answer.status() + " of a container");
        }
        var found = JSON.readTree(answer.body());
        if (!isOurs(found)) {
            throw notOurs();
        }
        String id = found.path("Id").asText();
        ours.add(id);
        return id;
    }

    private boolean isOurs(JsonNode found) {
        return found.path("Name").asText().startsWith("/" + CreationRule.NAME_PREFIX)
                && rule.state()
                        .equals(found.path("Config")
                                .path("Labels")
                                .path(CreationRule.STATE_LABEL)
                                .asText());
    }

    private static RefusedException notOurs() {
        return new RefusedException("that container is none of the sandbox's");
    }

    private static String ourName(String name) throws RefusedException {
        if (!name.startsWith(CreationRule.NAME_PREFIX)
                || !name.substring(CreationRule.NAME_PREFIX.length()).matches(NAME)) {
            throw new RefusedException("names of containers begin with " + CreationRule.NAME_PREFIX);
        }
        return name;
    }
}

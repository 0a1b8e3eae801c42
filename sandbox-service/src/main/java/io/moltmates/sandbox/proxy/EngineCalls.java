package io.moltmates.sandbox.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads which call of the engine's API a request is: with and without a version before the path, and
/// none of them unless it is understood to the last byte.
final class EngineCalls {

    private static final String ANY_VERSION = "^/v1\\.[0-9]{1,2}/";
    private static final Pattern IMAGE = Pattern.compile("/images/([A-Za-z0-9._/:@-]{1,300})/json");
    private static final Pattern CONTAINER =
            Pattern.compile("/containers/([a-zA-Z0-9][a-zA-Z0-9_.-]{0,127})(/[a-z]+|)");

    private EngineCalls() {}

    static Optional<EngineCall> read(Request request) {
        String target = request.target();
        int question = target.indexOf('?');
        String path = (question < 0 ? target : target.substring(0, question)).replaceFirst(ANY_VERSION, "/");
        return query(question < 0 ? "" : target.substring(question + 1))
                .flatMap(query -> Optional.ofNullable(call(request, path, query)));
    }

    private static @Nullable EngineCall call(Request request, String path, Map<String, String> query) {
        String call = request.method() + " " + path;
        if (call.equals("POST /containers/create")) {
            return !request.upgrade() && only(query, "name")
                    ? new EngineCall.Create(query.getOrDefault("name", ""))
                    : null;
        }
        if (!request.body().isEmpty()) {
            return null;
        }
        if (call.equals("GET /_ping") && !request.upgrade() && query.isEmpty()) {
            return new EngineCall.Ping();
        }
        if (call.equals("GET /containers/json") && !request.upgrade() && only(query, "all", "filters")) {
            return new EngineCall.ListAll();
        }
        var image = IMAGE.matcher(path);
        if (request.method().equals("GET") && image.matches() && !request.upgrade() && query.isEmpty()) {
            return new EngineCall.InspectImage(image.group(1));
        }
        var container = CONTAINER.matcher(path);
        return container.matches()
                ? ofContainer(
                        request.method() + container.group(2) + (request.upgrade() ? " as a stream" : ""),
                        container.group(1),
                        query)
                : null;
    }

    private static @Nullable EngineCall ofContainer(String call, String container, Map<String, String> query) {
        return switch (call) {
            case "GET/json" -> query.isEmpty() ? new EngineCall.Inspect(container) : null;
            case "POST/start" -> query.isEmpty() ? new EngineCall.Start(container) : null;
            case "POST/rename" ->
                only(query, "name") ? new EngineCall.Rename(container, query.getOrDefault("name", "")) : null;
            case "DELETE" -> only(query, "v", "force") ? new EngineCall.Remove(container) : null;
            case "POST/attach as a stream" ->
                only(query, "stream", "stdin", "stdout", "stderr") ? new EngineCall.Attach(container) : null;
            default -> null;
        };
    }

    private static boolean only(Map<String, String> query, String... names) {
        return Set.of(names).containsAll(query.keySet());
    }

    /// @return empty if it is not clear what it means
    private static Optional<Map<String, String>> query(String text) {
        var all = new HashMap<String, String>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            try {
                String value = URLDecoder.decode(equals < 0 ? "" : pair.substring(equals + 1), StandardCharsets.UTF_8);
                if (!name.matches("[a-z]+") || all.put(name, value) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }
}

package io.moltmates.gateway;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.StateLayout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The distributed form on this machine: a broker and services, each a process of its own, with files that
/// `moltmate config render` has made. Closing ends all of them.
final class ServiceStack implements AutoCloseable {

    private final Path directory;
    private final StateLayout layout;
    private final BrokerProcess broker;
    private final List<RunningService> services = new ArrayList<>();

    private ServiceStack(Path directory) {
        this.directory = directory;
        layout = new StateLayout(directory.resolve("state"));
        broker = BrokerProcess.in(directory.resolve("kafka"));
    }

    /// Nothing runs yet.
    ///
    /// @param sections of `moltmate.json`, besides `kafka`
    static ServiceStack in(Path directory, String sections) {
        var stack = new ServiceStack(directory);
        TestConfiguration.write(stack.layout.root(), stack.broker.section() + sections);
        stack.render();
        return stack;
    }

    BrokerProcess broker() {
        return broker;
    }

    StateLayout layout() {
        return layout;
    }

    /// Returns at once; the service waits for the broker.
    RunningService start(String service) {
        var started = RunningService.start(
                service, layout.root(), rendered(), directory.resolve(service + "-" + services.size() + ".log"));
        services.add(started);
        return started;
    }

    ApiCaller api(RunningService ingress) {
        return new ApiCaller(
                ingress.url(), SecretsFile.read(layout).orElseThrow().operatorToken());
    }

    String link(RunningService ingress, String person) {
        String token = new PersonToken(SecretsFile.read(layout).orElseThrow().personKey()).issue(person);
        return ingress.url() + "/#token=" + token;
    }

    private Path rendered() {
        return directory.resolve("rendered");
    }

    private void render() {
        var said = new StringWriter();
        int code = Main.run(
                Map.of(StateLayout.ENVIRONMENT_VARIABLE, layout.root().toString()),
                new PrintWriter(said),
                new PrintWriter(said),
                "config",
                "render",
                "--to",
                rendered().toString());
        if (code != 0) {
            throw new IllegalStateException("Not rendered: " + said);
        }
    }

    @Override
    public void close() {
        services.forEach(RunningService::close);
        broker.close();
    }
}

package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.Finding;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `moltmate config check`: says what is wrong in `moltmate.json`, where, and what would be right.
@Command(name = "check", description = "Checks moltmate.json; exits 1 if something is wrong.")
final class ConfigCheckCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final StateLayout layout;
    private final Map<String, String> environment;

    ConfigCheckCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var file = layout.configuration();
        var loaded = ConfigLoader.load(file, environment);
        loaded.findings().stream().map(Finding::describe).forEach(out::println);
        if (!loaded.findings().isEmpty()) {
            return 1;
        }
        if (Files.notExists(file)) {
            out.println("There is no " + file
                    + ", so everything has its default. moltmate.example.json shows what it may" + " hold.");
        } else {
            out.println(file + " is fine.");
        }
        return 0;
    }
}

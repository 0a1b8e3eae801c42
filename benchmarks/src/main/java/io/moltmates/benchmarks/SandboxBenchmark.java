package io.moltmates.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a command in the sandbox takes, from the request's record to the result's, with the engine's own exec beside
/// it.
///
/// The gateway is a process of its own, with the containers of a real Docker engine.
@Command(name = "sandbox", mixinStandardHelpOptions = true, description = "Measures commands in the sandbox.")
public final class SandboxBenchmark implements Callable<Integer> {

    private static final int NO_RUNTIME = 3;

    @Option(names = "--rounds", defaultValue = "500", description = "Commands in a warm container, at most 10000.")
    private int rounds = 500;

    @Option(names = "--rests", defaultValue = "30", description = "Commands with a rest before each, at most 500.")
    private int rests = 30;

    @Option(names = "--sessions", defaultValue = "50", description = "New sessions of each kind, at most 500.")
    private int sessions = 50;

    @Option(
            names = "--at-once",
            defaultValue = "100",
            description = "Sessions started at once, at most 500; 0 for none.")
    private int atOnce = 100;

    @Option(names = "--pool", defaultValue = "2", description = "How many containers are prepared, where any are.")
    private int pool = 2;

    @Option(
            names = "--warm-up",
            defaultValue = "300",
            description = "Commands before anything is measured, at most 5000.")
    private int warmUp = 300;

    @Option(names = "--runtime", description = "The engine's runtime for the containers, such as runsc.")
    private @Nullable String runtime;

    @Option(names = "--image", description = "The containers' image; without it, the one that is used by default.")
    private @Nullable String image;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Option(names = "--profile", description = "Also: a JFR recording of the gateway while the container is warm.")
    private @Nullable Path profile;

    @Option(names = "--launcher", defaultValue = "./moltmate", description = "The program to measure.")
    private Path launcher = Path.of("moltmate");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    /// Runs the benchmark as a program.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SandboxBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var engine = new SandboxEngine()) {
            if (runtime != null && !engine.runtimes().contains(runtime)) {
                System.err.println("The engine has no runtime " + runtime + ", so there is nothing to measure. It has "
                        + engine.runtimes());
                return NO_RUNTIME;
            }
            var figures = new SandboxFigures(engine, runtime == null ? "by default" : runtime);
            withPool(engine, figures);
            withoutPool(engine, figures);
            if (json) {
                out.println(figures.json());
            } else {
                figures.print(out);
            }
            return figures.hasFailures() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }
    }

    private void withPool(SandboxEngine engine, SandboxFigures figures) throws IOException, InterruptedException {
        try (var sandbox = StartedSandbox.start(launcher.toAbsolutePath(), engine, pool, docker())) {
            var speed = new SandboxSpeed(sandbox, engine);
            say("warming up, then the warm container");
            speed.warmUp(Math.min(warmUp, 5_000));
            if (profile != null) {
                sandbox.gateway().startProfile();
            }
            speed.warm(Math.min(rounds, 10_000), bounded(rests)).forEach(figures::add);
            if (profile != null) {
                sandbox.gateway().writeProfile(profile.toAbsolutePath());
            }
            figures.memory(speed.idleMemory());
            say("first commands, with " + pool + " containers prepared");
            String prepared = ", " + pool + " containers prepared";
            figures.add(speed.firstOfActive("first command, person active before" + prepared, bounded(sessions)));
            figures.add(speed.firstOfNew("first command, new person" + prepared, bounded(sessions)));
            say("sessions at once");
            if (atOnce > 0) {
                int count = bounded(atOnce);
                figures.add(speed.atOnce(count + " sessions of new people at once" + prepared, count));
            }
        }
    }

    private void withoutPool(SandboxEngine engine, SandboxFigures figures) throws IOException, InterruptedException {
        try (var sandbox = StartedSandbox.start(launcher.toAbsolutePath(), engine, 0, docker())) {
            var speed = new SandboxSpeed(sandbox, engine);
            say("the same with none prepared");
            speed.warmUp(Math.min(warmUp, 100));
            figures.add(speed.firstOfActive("first command, person active before, none prepared", bounded(sessions)));
            figures.add(speed.firstOfNew("first command, new person, none prepared", bounded(sessions)));
            if (atOnce > 0) {
                int count = bounded(atOnce);
                figures.add(speed.atOnce(count + " sessions of new people at once, none prepared", count));
            }
        }
    }

    private Map<String, String> docker() {
        var settings = new HashMap<String, String>();
        if (runtime != null) {
            settings.put("runtime", runtime);
        }
        if (image != null) {
            settings.put("image", image);
        }
        return settings;
    }

    private static int bounded(int count) {
        return Math.min(count, 500);
    }

    private static void say(String what) {
        System.err.println(what + " …");
    }
}

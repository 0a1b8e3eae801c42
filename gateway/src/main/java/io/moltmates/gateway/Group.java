package io.moltmates.gateway;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that only holds others; alone it shows which.
abstract class Group implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }

    /// Commands about people.
    @Command(name = "users", description = "The people that have an assistant here.")
    static final class Users extends Group {}

    /// Commands about sessions.
    @Command(name = "sessions", description = "The conversations that there are.")
    static final class Sessions extends Group {}

    /// Commands about the configuration.
    @Command(name = "config", description = "The file moltmate.json.")
    static final class Config extends Group {}
}

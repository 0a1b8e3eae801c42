package io.moltmates.gateway;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where the `moltmate` program begins.
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.getenv(), out, err, arguments));
    }

    /// Runs one command and returns its exit code: 0 done, 1 not done and said why, 2 not understood.
    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        return CommandLineForm.of(environment).setOut(out).setErr(err).execute(arguments);
    }
}

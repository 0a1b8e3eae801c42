package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/// The command line in this JVM, with a state directory.
record CommandsIn(Path state) {

    /// What came of a command.
    record Answer(int exitCode, String out, String err) {}

    Answer run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(
                Map.of(StateLayout.ENVIRONMENT_VARIABLE, state.toString()),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments);
        return new Answer(code, out.toString(), err.toString());
    }
}

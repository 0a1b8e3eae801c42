package io.moltmates.sandbox.policy;

import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.Nearest;
import io.moltmates.schema.config.ProgramConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Decides about one program and its arguments.
final class StagePolicy {

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\+?=.*", Pattern.DOTALL);

    private final ExecConfig config;

    StagePolicy(ExecConfig config) {
        this.config = config;
    }

    /// Throws `RefusedException`.
    ///
    /// @param isPiped whether a program before it prints into it
    Stage stage(String program, List<String> arguments, boolean isPiped) {
        if (!config.safeBins().contains(program)) {
            throw unlisted(program);
        }
        var grammar = Grammars.byProgram().get(program);
        if (grammar == null) {
            return new Stage(program, arguments, unknownProgramsFiles(program, arguments), true);
        }
        var operands = new ArrayList<String>();
        for (String file : grammar.files(arguments)) {
            if (!file.equals("-")) {
                Operands.check(program, file);
                operands.add(file);
            } else if (!isPiped) {
                throw new RefusedException("The operand - of " + program + " is what a program before it prints, and"
                        + " there is none. Name a file, or pipe something into it: cat notes.txt | " + program + " ….");
            }
        }
        return new Stage(program, arguments, operands, false);
    }

    private List<String> unknownProgramsFiles(String program, List<String> arguments) {
        boolean mayHaveOptions =
                config.programs().getOrDefault(program, ProgramConfig.DEFAULT).options();
        var files = new ArrayList<String>();
        for (String argument : arguments) {
            if (argument.startsWith("-") && !argument.equals("-")) {
                if (!mayHaveOptions) {
                    throw new RefusedException("The option " + Shown.plain(argument) + " of " + program
                            + " is refused: its options are not known here, so it may have no argument that begins with"
                            + " -. For a file of that name write ./" + Shown.plain(argument) + "; whoever runs this"
                            + " server can allow options with tools.exec.programs." + program + ".options.");
                }
            } else if (argument.contains("/") || argument.equals("..")) {
                Operands.check(program, argument);
                files.add(argument);
            }
        }
        return files;
    }

    private RefusedException unlisted(String program) {
        if (program.isEmpty()) {
            return new RefusedException("The name of the program is empty. " + allowed());
        }
        String shown = Shown.quoted(program);
        if (ASSIGNMENT.matcher(program).matches()) {
            return new RefusedException(
                    shown + " sets a variable, which is refused: programs run in an environment that"
                            + " is fixed. Begin with the program. " + allowed());
        }
        String name = program.substring(program.lastIndexOf('/') + 1);
        if (program.contains("/")) {
            String plain = config.safeBins().contains(name) ? " Write " + name + "." : "";
            return new RefusedException(
                    shown + " is a path; programs are called by their plain name only." + plain + " " + allowed());
        }
        String meant = program.length() > 40
                ? ""
                : Nearest.to(program, config.safeBins())
                        .map(near -> " Did you mean " + near + "?")
                        .orElse("");
        return new RefusedException(shown + " is not a program that may run." + meant + " " + allowed());
    }

    /// A sentence with all programs that may run.
    String allowed() {
        return "These may run: " + String.join(", ", config.safeBins()) + ".";
    }
}

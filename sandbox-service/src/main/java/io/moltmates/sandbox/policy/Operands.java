package io.moltmates.sandbox.policy;

import java.util.ArrayDeque;
import java.util.List;

/// Refuses names of files that can't lie in the workspace or in `/tmp`.
///
/// Only reads the name: where links lead is checked by the kernel when the program starts.
final class Operands {

    private static final List<String> ROOTS = List.of("workspace", "tmp");
    private static final String INSTEAD =
            " Programs may use files of the workspace, such as notes/a.txt or /workspace/notes/a.txt, and of /tmp.";

    private Operands() {}

    /// Throws `RefusedException`.
    static void check(String program, String operand) {
        if (operand.isEmpty()) {
            throw new RefusedException(
                    "An argument of " + program + " that names a file is empty. Leave it out, or name the file.");
        }
        if (operand.contains("://")) {
            throw new RefusedException(Shown.quoted(operand) + " has a scheme (://), and " + program
                    + " may open files only, by their plain path." + INSTEAD);
        }
        if (operand.startsWith("/") ? isOutside(operand) : climbs(operand)) {
            throw new RefusedException(Shown.quoted(operand) + " lies outside of the workspace." + INSTEAD);
        }
    }

    private static boolean isOutside(String absolute) {
        var names = new ArrayDeque<String>();
        for (String name : absolute.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return names.isEmpty() || !ROOTS.contains(names.getFirst());
    }

    private static boolean climbs(String relative) {
        int depth = 0;
        for (String name : relative.split("/", -1)) {
            if (name.equals("..")) {
                depth--;
            } else if (!name.isEmpty() && !name.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}

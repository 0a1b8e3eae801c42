package io.moltmates.sandbox.files;

import java.util.Locale;

/// Says that a write does not fit, and what still works.
final class QuotaSentence {

    private QuotaSentence() {}

    /// @param workspace whether it is about the workspace, else about the files beside it
    /// @param growth how many bytes more the write would take
    static String of(boolean workspace, DiskUsage usage, long growth, long mostBytes, int mostEntries) {
        String place = workspace ? "the workspace" : "the memory files";
        String why;
        if (!usage.whole()) {
            why = "There is too much in " + place + " to be counted (more than " + mostEntries
                    + " files and directories, very deep directories, or closed ones), so it counts as full.";
        } else if (usage.bytes() + growth > mostBytes) {
            why = "Not written, for lack of room: " + place + (workspace ? " takes " : " take ")
                    + megabytes(usage.bytes()) + " of " + megabytes(mostBytes) + " MB, and this needs "
                    + megabytes(growth) + " MB more.";
        } else {
            why = "Not written: " + place + (workspace ? " holds " : " hold ") + usage.entries() + " of " + mostEntries
                    + " files and directories.";
        }
        return why + " Reading works, and so do deleting files and overwriting one with a text that is not longer.";
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f", Math.max(0, bytes) / 1048576.0);
    }
}

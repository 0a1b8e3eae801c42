package io.moltmates.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the operating system accounts to a running process; Linux only (`/proc`).
record ProcessFigures(long pid) {

    /// Clock ticks a second of `/proc/<pid>/stat`: 100 on every Linux that Java runs on.
    private static final double TICKS = 100;

    /// Processor time so far, in seconds, of all its threads.
    double cpuSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /// Resident memory in bytes.
    long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /// Resident memory in bytes, of which what several processes share is divided among them.
    long proportionalBytes() {
        return read("smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /// The arguments that it was started with, with blanks between them; empty if it has ended.
    String commandLine() {
        try {
            return read("cmdline").replace('\0', ' ').strip();
        } catch (UncheckedIOException _) {
            return "";
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("The process " + pid + " is gone", e);
        }
    }
}

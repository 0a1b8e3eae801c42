package io.moltmates.schema.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong in one file.
final class FindingList {

    private final Path file;
    private final List<Finding> findings = new ArrayList<>();

    FindingList(Path file) {
        this.file = file;
    }

    void add(Severity severity, Place at, String key, String wrong, String right) {
        findings.add(new Finding(severity, file, at.line(), at.column(), key, wrong, right));
    }

    void warn(Place at, String key, String wrong, String right) {
        add(Severity.WARNING, at, key, wrong, right);
    }

    void error(Place at, String key, String wrong, String right) {
        add(Severity.ERROR, at, key, wrong, right);
    }

    /// Reports that the file as a whole can't be used.
    void unreadable(String wrong, String right) {
        error(Place.FILE, "", wrong, right);
    }

    /// Whether nothing was found that concerns the file as a whole.
    boolean isReadable() {
        return findings.stream().noneMatch(finding -> finding.key().isEmpty());
    }

    int size() {
        return findings.size();
    }

    /// Why something failed whose findings begin at this index.
    String reasonFrom(int index) {
        return findings.stream()
                .skip(index)
                .filter(finding -> !finding.isWarning())
                .findFirst()
                .map(finding -> "line " + finding.line() + ": " + finding.key() + ": " + finding.wrong())
                .orElse("it can't be read");
    }

    List<Finding> sorted() {
        return findings.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }
}

package io.moltmates.sandbox.docker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a probe found in an image, and on the kernel that it ran on.
///
/// @param landlock the version of the kernel's Landlock; 0 if it has none
/// @param programs each allowed program's absolute path by its name; empty for one that is not there
record ProbeResult(int landlock, Map<String, String> programs) {

    ProbeResult {
        programs = Map.copyOf(programs);
    }

    /// Reads the lines that `moltmate-supervisor --probe` prints.
    ///
    /// @return empty if these are not all of them
    static Optional<ProbeResult> parse(String printed) {
        int landlock = -1;
        var programs = new LinkedHashMap<String, String>();
        for (String line : printed.lines().toList()) {
            String[] words = line.split("\t", -1);
            if (words.length == 2 && words[0].equals("landlock") && words[1].matches("[0-9]{1,4}")) {
                landlock = Integer.parseInt(words[1]);
            } else if (words.length == 3 && words[0].equals("program")) {
                programs.put(words[1], words[2]);
            } else {
                return Optional.empty();
            }
        }
        return landlock < 0 ? Optional.empty() : Optional.of(new ProbeResult(landlock, programs));
    }
}

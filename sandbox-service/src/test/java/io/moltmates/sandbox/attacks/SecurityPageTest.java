package io.moltmates.sandbox.attacks;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SecurityPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:IT|Test))\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        var named = NAMED.matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .map(match -> match.group(1) + "." + match.group(2))
                .collect(toCollection(TreeSet::new));
        assertThat(named)
                .hasSizeGreaterThan(40)
                .allSatisfy(test -> assertThat(isThere(test)).as(test).isTrue());
    }

    @Test
    void aTestThatIsNotThereIsMissed() throws IOException {
        assertThat(isThere("SecurityPageTest.aTestThatIsNotThereIsMissed")).isTrue();
        assertThat(isThere("SecurityPageTest.another")).isFalse();
        assertThat(isThere("NoSuchTest.another")).isFalse();
    }

    /// Looks in the sources of all modules whose tests the page names.
    private static boolean isThere(String test) throws IOException {
        String[] parts = test.split("\\.", 2);
        for (var module : new String[] {"sandbox-service", "shared-schema"}) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (var file :
                        files.filter(file -> file.endsWith(parts[0] + ".java")).toList()) {
                    if (Pattern.compile("void " + parts[1] + "\\(")
                            .matcher(Files.readString(file))
                            .find()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

package io.moltmates.schema.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a configuration file; whatever is wrong in it becomes findings, never an exception.
public final class ConfigLoader {

    static final int MOST_BYTES = 1 << 20;

    private ConfigLoader() {}

    /// A file that is not there is one that says nothing: all defaults, no finding.
    public static LoadedConfig load(Path file, Map<String, String> environment) {
        try {
            return parse(file, Files.readAllBytes(file), environment, null);
        } catch (NoSuchFileException _) {
            return new LoadedConfig(MoltmateConfig.DEFAULT, List.of());
        } catch (IOException failure) {
            return unreadable(file, failure, null);
        }
    }

    /// Reads a text as if it stood in `file`.
    public static LoadedConfig parse(Path file, String text, Map<String, String> environment) {
        return parse(file, text.getBytes(StandardCharsets.UTF_8), environment, null);
    }

    /// Sections that are bad go on as they were `before`.
    static LoadedConfig parse(
            Path file, byte[] content, Map<String, String> environment, @Nullable MoltmateConfig before) {
        var findings = new FindingList(file);
        var fallback = before == null ? MoltmateConfig.DEFAULT : before;
        try {
            var root = Json5.read(decode(content, findings), findings);
            if (root instanceof Node.Section section && findings.isReadable()) {
                var config = new Binder(findings, new Variables(environment, findings), before).bind(section);
                CrossCheck.report(section, config, findings);
                return new LoadedConfig(config, findings.sorted());
            }
            if (findings.isReadable()) {
                findings.error(root.at(), "", "the file is not a section", "Write { at its start and } at its end.");
            }
        } catch (JsonProcessingException problem) {
            SyntaxHint.report(problem, findings);
        } catch (IOException failure) {
            return unreadable(file, failure, before);
        }
        return new LoadedConfig(fallback, findings.sorted());
    }

    static LoadedConfig unreadable(Path file, IOException failure, @Nullable MoltmateConfig before) {
        var findings = new FindingList(file);
        findings.error(
                Place.FILE,
                "",
                "the file can't be read (" + failure.getClass().getSimpleName() + ")",
                "Make it a readable file, or remove it to have the defaults.");
        return new LoadedConfig(before == null ? MoltmateConfig.DEFAULT : before, findings.sorted());
    }

    /// The file was there, and is there no more.
    static LoadedConfig gone(Path file, MoltmateConfig before) {
        var findings = new FindingList(file);
        findings.warn(
                Place.FILE,
                "",
                "the file is gone or empty, and its last good settings go on",
                "Put it back, or write {} to have the defaults.");
        return new LoadedConfig(before, findings.sorted());
    }

    private static String decode(byte[] content, FindingList findings) {
        if (content.length > MOST_BYTES) {
            findings.unreadable("the file is larger than a megabyte", "Give the settings only.");
            return "";
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            findings.unreadable("the file is not UTF-8", "Save it as UTF-8.");
            return "";
        }
    }
}

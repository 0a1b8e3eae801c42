package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The lines of a person's one session that count, read from the files as the documentation describes them: the newest
/// file with a first line says how much of those before it counts.
record JournalView(List<JsonNode> lines) {

    static JournalView read(Path sessions) {
        try {
            var files = new TreeMap<Long, List<JsonNode>>();
            var bytes = new TreeMap<Long, byte[]>();
            for (Path file : filesOf(sessions)) {
                String name = file.getFileName().toString();
                long epoch = Long.parseLong(name.split("\\.", -1)[1]);
                bytes.put(epoch, Files.readAllBytes(file));
            }
            for (var newest : bytes.descendingMap().entrySet()) {
                var lines = whole(newest.getValue(), newest.getValue().length);
                if (!lines.isEmpty() && lines.getFirst().path("t").asText().equals("segment")) {
                    for (var before : lines.getFirst().path("before")) {
                        long epoch = before.path("epoch").asLong();
                        files.put(epoch, whole(bytes.getOrDefault(epoch, new byte[0]), (int)
                                before.path("bytes").asLong()));
                    }
                    files.put(newest.getKey(), lines);
                    break;
                }
            }
            return new JournalView(files.values().stream()
                    .flatMap(List::stream)
                    .filter(line -> !line.path("t").asText().equals("segment"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The turns' ids, each time that there is such a line.
    List<String> ids(String type) {
        return of(type).map(line -> line.path("id").asText()).toList();
    }

    Stream<JsonNode> of(String type) {
        return lines.stream().filter(line -> line.path("t").asText().equals(type));
    }

    /// Whether what a model said to this call, or a later one, stands there.
    boolean holdsAnswer(String turn, int call) {
        return lines.stream()
                .filter(line -> line.path("id").asText().equals(turn))
                .anyMatch(line -> switch (line.path("t").asText()) {
                    case "outcome" -> true;
                    case "answer" -> line.path("call").asInt() >= call;
                    default -> false;
                });
    }

    private static List<Path> filesOf(Path sessions) throws IOException {
        try (var files = Files.list(sessions)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static List<JsonNode> whole(byte[] file, int length) throws IOException {
        int end = Math.min(length, file.length);
        while (end > 0 && file[end - 1] != '\n') {
            end--;
        }
        var lines = new ArrayList<JsonNode>();
        for (String line : new String(Arrays.copyOf(file, end), StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(RecordCodec.mapper().readTree(line));
            }
        }
        return lines;
    }
}

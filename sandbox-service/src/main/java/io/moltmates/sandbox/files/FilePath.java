package io.moltmates.sandbox.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A path as a model wrote it, as components below the person's directory, and known to be one that
/// tools may touch.
///
/// `notes.txt`, `workspace/notes.txt` and `/workspace/notes.txt` are the same file; `SOUL.md`,
/// `USER.md`, `MEMORY.md` and what begins with `memory/` are the person's own files; nothing else can
/// be named.
record FilePath(List<String> components) {

    private static final String WORKSPACE = "workspace";
    private static final String MEMORY = "memory";
    static final Set<String> OWN_FILES = Set.of("SOUL.md", "USER.md", "MEMORY.md");
    static final FilePath WORKSPACE_DIRECTORY = new FilePath(List.of(WORKSPACE));
    static final FilePath MEMORY_DIRECTORY = new FilePath(List.of(MEMORY));
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_PATH_BYTES = 3000;

    /// @throws FileRefusedException if no tool may touch what it names
    static FilePath parse(String path) {
        int size = path.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_PATH_BYTES) {
            throw new FileRefusedException("The path is too long: " + size + " bytes, at most " + MAX_PATH_BYTES + ".");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw new FileRefusedException("The path is not valid Unicode text.");
        }
        if (path.codePoints().anyMatch(FilePath::isControl)) {
            throw new FileRefusedException("The path \"" + DisplayName.of(path)
                    + "\" holds a control character; names of files that tools touch have none.");
        }
        String relative = path.equals("/workspace") || path.startsWith("/workspace/") ? path.substring(1) : path;
        if (relative.startsWith("/")) {
            throw new FileRefusedException(
                    "The path \"" + path + "\" is outside of the workspace; write it relative to the workspace.");
        }
        var components = new ArrayList<String>();
        for (String component : relative.split("/", -1)) {
            if (component.isEmpty() || component.equals(".")) {
                continue;
            }
            check(path, component);
            components.add(component);
        }
        return new FilePath(rooted(components));
    }

    private static void check(String path, String component) {
        if (component.equals("..")) {
            throw new FileRefusedException("The path \"" + path + "\" holds \"..\"; write it without.");
        }
        if (component.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new FileRefusedException("The name \"" + component.substring(0, 40) + "…\" is too long; at most "
                    + MAX_NAME_BYTES + " bytes.");
        }
    }

    private static List<String> rooted(List<String> components) {
        String first = components.isEmpty() ? WORKSPACE : components.getFirst();
        if (first.equals(WORKSPACE) || first.equals(MEMORY) || components.size() == 1 && OWN_FILES.contains(first)) {
            return components.isEmpty() ? List.of(WORKSPACE) : List.copyOf(components);
        }
        var below = new ArrayList<String>(components.size() + 1);
        below.add(WORKSPACE);
        below.addAll(components);
        return List.copyOf(below);
    }

    private static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint);
    }

    static FilePath inWorkspace(String... names) {
        return new FilePath(rooted(List.of(names)));
    }

    boolean inWorkspace() {
        return components.getFirst().equals(WORKSPACE);
    }

    /// Whether it is a directory by its place: the workspace itself or the memory directory.
    boolean isTop() {
        return components.size() == 1 && !OWN_FILES.contains(components.getFirst());
    }

    /// Whether it always has its place: a top directory, or one of the person's own files.
    boolean isFixed() {
        return components.size() == 1;
    }

    List<String> parents() {
        return components.subList(0, components.size() - 1);
    }

    String name() {
        return components.getLast();
    }

    FilePath child(String name) {
        var names = new ArrayList<>(components);
        names.add(name);
        return new FilePath(List.copyOf(names));
    }

    FilePath sibling(String name) {
        var names = new ArrayList<>(parents());
        names.add(name);
        return new FilePath(List.copyOf(names));
    }

    /// The path below the person's directory, as the kernel takes it.
    String relative() {
        return String.join("/", components);
    }

    /// As the model may write it again: without `workspace/` where that is clear.
    @Override
    public String toString() {
        if (!inWorkspace()) {
            return relative();
        }
        if (components.size() == 1) {
            return ".";
        }
        String second = components.get(1);
        boolean ambiguous = second.equals(WORKSPACE) || second.equals(MEMORY) || OWN_FILES.contains(second);
        return ambiguous ? relative() : relative().substring(WORKSPACE.length() + 1);
    }
}

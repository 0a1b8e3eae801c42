package io.moltmates.schema;

import java.nio.file.Path;
import java.util.Map;

/// Where everything lies in the state directory; DESIGN of the layout: `docs/architecture.md`.
///
/// @param root `MOLTMATE_STATE_DIR`, by default `~/.moltmate`
/// @param configuration `MOLTMATE_CONFIG`, by default `moltmate.json` in there: a service of the distributed form has a
/// file of its own
/// @param secrets `MOLTMATE_SECRETS`, by default `secrets.json` in there: keys that are made at the first start, mode
/// 0600
public record StateLayout(Path root, Path configuration, Path secrets) {

    public static final String ENVIRONMENT_VARIABLE = "MOLTMATE_STATE_DIR";
    public static final String CONFIGURATION_VARIABLE = "MOLTMATE_CONFIG";
    public static final String SECRETS_VARIABLE = "MOLTMATE_SECRETS";

    public StateLayout {
        root = root.toAbsolutePath().normalize();
        configuration = configuration.toAbsolutePath().normalize();
        secrets = secrets.toAbsolutePath().normalize();
    }

    public StateLayout(Path root) {
        this(root, root.resolve("moltmate.json"), root.resolve("secrets.json"));
    }

    public static StateLayout of(Map<String, String> environment) {
        var usual = new StateLayout(
                path(environment, ENVIRONMENT_VARIABLE, Path.of(System.getProperty("user.home"), ".moltmate")));
        return new StateLayout(
                usual.root(),
                path(environment, CONFIGURATION_VARIABLE, usual.configuration()),
                path(environment, SECRETS_VARIABLE, usual.secrets()));
    }

    private static Path path(Map<String, String> environment, String variable, Path otherwise) {
        String configured = environment.getOrDefault(variable, "").strip();
        return configured.isEmpty() ? otherwise : Path.of(configured);
    }

    /// Where the running gateway is, mode 0600; there only while it runs.
    public Path run() {
        return root.resolve("run.json");
    }

    public Path users() {
        return root.resolve("users");
    }

    public PersonLayout person(UserId user) {
        return new PersonLayout(users().resolve(user.directoryName()));
    }

    /// Directories of addresses that are linked to another person, until they are people of their own again. They lie
    /// below `users`, so that they are on the same volume; nobody's directory has such a name.
    public PersonLayout archived(UserId address) {
        return new PersonLayout(archived().resolve(address.directoryName()));
    }

    public Path archived() {
        return users().resolve(".archived");
    }

    /// Attachments in transit, a directory for each message.
    public Path blobs() {
        return root.resolve("blobs");
    }

    public Path blobs(String messageId) {
        return blobs().resolve(safeName(messageId));
    }

    /// The sandbox's records of steps.
    public Path sandbox() {
        return root.resolve("sandbox");
    }

    /// Personas of the operator.
    public Path souls() {
        return root.resolve("souls");
    }

    public Path skills() {
        return root.resolve("skills");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    /// One person's directory: all there is about them.
    public record PersonLayout(Path directory) {

        /// Incarnation, addresses and settings; persona-service writes it.
        public Path person() {
            return directory.resolve("person.json");
        }

        /// There once the person has chosen a persona.
        public Path soul() {
            return directory.resolve("SOUL.md");
        }

        public Path user() {
            return directory.resolve("USER.md");
        }

        public Path memory() {
            return directory.resolve("MEMORY.md");
        }

        /// A file a day: `memory/2026-11-22.md`.
        public Path dailyMemory() {
            return directory.resolve("memory");
        }

        /// The only thing that the person's container sees.
        public Path workspace() {
            return directory.resolve("workspace");
        }

        public Path sessions() {
            return directory.resolve("sessions");
        }

        /// What was said while the person chose; persona-service writes it.
        public Path onboarding() {
            return directory.resolve("onboarding.jsonl");
        }
    }

    private static String safeName(String name) {
        if (name.isEmpty()
                || !name.chars().allMatch(c -> Character.isLetterOrDigit(c) && c < 128 || c == '-' || c == '_')) {
            throw new IllegalArgumentException("Not safe as a file name: an id has letters, digits, '-' and '_' only.");
        }
        return name;
    }
}

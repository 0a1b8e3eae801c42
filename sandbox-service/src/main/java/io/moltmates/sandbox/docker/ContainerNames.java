package io.moltmates.sandbox.docker;

import io.moltmates.schema.UserId;
import io.moltmates.schema.config.SandboxConfig.Scope;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Names and labels of the containers that belong to one state directory; no label holds a person's id.
///
/// @param paths what the engine's machine calls the people's directory; in containers, all state directories have the
/// same name, so that one's is a part of labels
/// @param owner of what is made now: its [io.moltmates.sandbox.OwnerLease]
record ContainerNames(HostPaths paths, String owner) {

    static final String PREFIX = "moltmate-sbx-";

    static final String STATE_LABEL = "moltmate.state";
    static final String USER_LABEL = "moltmate.user";

    /// The session's id; `all` for a container of all of a person's sessions; else what else it is for.
    static final String SESSION_LABEL = "moltmate.session";

    static final String POSTURE_LABEL = "moltmate.posture";

    /// The name of the life of the service that made it.
    static final String OWNER_LABEL = "moltmate.owner";

    static final String IMAGE_LABEL = "moltmate.image";

    /// What the workspace was when it was mounted.
    static final String WORKSPACE_LABEL = "moltmate.workspace";

    /// No session has these ids: they hold a character that ids don't.
    static final String SPARE = "*spare";

    static final String PROBE = "*probe";
    static final String SELF_TEST = "*self-test";

    private static final int SUFFIX = 8;

    static final Set<String> LABELS =
            Set.of(STATE_LABEL, USER_LABEL, SESSION_LABEL, POSTURE_LABEL, IMAGE_LABEL, WORKSPACE_LABEL, OWNER_LABEL);

    /// The value of [#STATE_LABEL], once it is known what the engine's machine calls the directory of all people.
    String state() {
        return state(paths.usersOnHost());
    }

    /// @param usersOnHost the directory of all people, as the engine's machine names it
    static String state(Path usersOnHost) {
        return Digest.of(usersOnHost.toString());
    }

    String name(UserId user, String session, Scope scope) {
        return PREFIX
                + switch (scope) {
                    case SESSION ->
                        session.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,79}") ? session : Digest.of(user + "/" + session);
                    case USER -> "user-" + Digest.of(state() + "/" + user);
                };
    }

    /// For when the name itself is another's, such as the same session's in another state directory.
    static String another(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, SUFFIX);
    }

    /// Of a container that waits for a session.
    static String spare() {
        return another(PREFIX + "spare");
    }

    static String session(String session, Scope scope) {
        return scope == Scope.SESSION ? session : "all";
    }

    /// @param directory what the workspace is
    Map<String, String> labels(UserId user, String session, SandboxImage.State.Ready ready, String directory) {
        var labels = new HashMap<>(labels(session));
        labels.put(USER_LABEL, Digest.of(user.value()));
        labels.put(POSTURE_LABEL, ready.posture());
        labels.put(IMAGE_LABEL, ready.spec().image());
        labels.put(WORKSPACE_LABEL, directory);
        return labels;
    }

    /// Of a container that is nobody's.
    Map<String, String> labels(String purpose) {
        return Map.of(STATE_LABEL, state(), SESSION_LABEL, purpose, OWNER_LABEL, owner);
    }

    /// Whether a container with these labels is this person's, for this state directory.
    boolean isOf(UserId user, Map<String, String> labels) {
        return isOurs(labels) && Digest.of(user.value()).equals(labels.get(USER_LABEL));
    }

    boolean isOurs(Map<String, String> labels) {
        return state().equals(labels.get(STATE_LABEL));
    }
}

package io.moltmates.sandbox.docker;

import io.moltmates.schema.UserId;
import io.moltmates.schema.config.SandboxConfig.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Names and labels of the containers that belong to one state directory; no label holds a person's id.
record ContainerNames(String state, ContainerOwner owner) {

    static final String STATE_LABEL = "moltmate.state";
    static final String USER_LABEL = "moltmate.user";
    static final String SESSION_LABEL = "moltmate.session";

    private static final String PREFIX = "moltmate-sbx-";

    static ContainerNames of(Path stateDirectory) {
        return new ContainerNames(hash(stateDirectory.toString()), ContainerOwner.current());
    }

    String name(UserId user, String session, Scope scope) {
        return PREFIX
                + switch (scope) {
                    case SESSION ->
                        session.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,79}") ? session : hash(user + "/" + session);
                    case USER -> "user-" + hash(state + "/" + user);
                };
    }

    Map<String, String> labels(UserId user, String session, Scope scope) {
        return Map.of(
                STATE_LABEL,
                state,
                USER_LABEL,
                hash(user.value()),
                SESSION_LABEL,
                scope == Scope.SESSION ? session : "all",
                ContainerOwner.LABEL,
                owner.label());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

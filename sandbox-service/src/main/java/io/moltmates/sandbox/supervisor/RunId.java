package io.moltmates.sandbox.supervisor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The number under which a supervisor knows one pipeline of a step.
final class RunId {

    private RunId() {}

    /// The first eight bytes of the SHA-256 of `<step>/<pipeline>`; never 0, which means none.
    static long of(String step, int pipeline) {
        try {
            byte[] text = (step + "/" + pipeline).getBytes(StandardCharsets.UTF_8);
            long run = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
            return run == 0 ? 1 : run;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}

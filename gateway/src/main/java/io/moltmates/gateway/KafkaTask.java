package io.moltmates.gateway;

import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/// Does something with Kafka on the command line: without a client's log, and with a sentence when it fails.
final class KafkaTask {

    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    private KafkaTask() {}

    /// @throws StartRefusedException if Kafka can't be used
    static <T> T run(KafkaAccess kafka, Callable<T> task) throws Exception {
        CLIENTS.setLevel(Level.OFF);
        try {
            return task.call();
        } catch (KafkaException e) {
            throw new StartRefusedException("Kafka at " + kafka.address() + ' ' + why(e), e);
        }
    }

    private static String why(KafkaException failure) {
        return switch (failure) {
            case AuthenticationException _ ->
                "does not accept the login. Is it the one that the state directory and moltmate.json are for?";
            case AuthorizationException _ -> "does not allow this: " + failure.getMessage();
            case TimeoutException _ -> "does not answer.";
            default -> "can't be used: " + reason(failure);
        };
    }

    private static String reason(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + ": " + cause.getMessage();
    }
}

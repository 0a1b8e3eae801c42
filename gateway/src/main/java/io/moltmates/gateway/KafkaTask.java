package io.moltmates.gateway;

import io.moltmates.schema.kafka.ConnectionFault;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;

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
            throw new StartRefusedException("Kafka at " + kafka.address() + ' ' + ConnectionFault.describe(e), e);
        }
    }
}

package io.moltmates.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Where the running gateway is (`run.json`), for the command line; there only while it runs.
record RunFile(
        @JsonProperty("pid") long pid,
        @JsonProperty("host") String host,
        @JsonProperty("port") int port,
        @JsonProperty("broker") String broker) {

    /// The gateway that runs with this state directory; empty when none does.
    static Optional<RunFile> running(StateLayout layout) {
        try {
            var run = RecordCodec.read(Files.readAllBytes(layout.run()), RunFile.class);
            return ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive).map(_ -> run);
        } catch (NoSuchFileException | MalformedRecordException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StartRefusedException("The file " + layout.run() + " can't be read: " + e, e);
        }
    }

    void write(StateLayout layout) throws IOException {
        PrivateFiles.write(layout.run(), RecordCodec.write(this));
    }

    URI base() {
        return URI.create("http://" + Addresses.reachable(host) + ":" + port);
    }
}

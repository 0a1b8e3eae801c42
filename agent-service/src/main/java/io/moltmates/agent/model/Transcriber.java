package io.moltmates.agent.model;

import java.nio.file.Path;

/// The seam to a provider that writes down what is said in a recording.
public interface Transcriber {

    /// Blocks until it is written; call it on a virtual thread.
    ///
    /// @throws ModelException for every way in which there is no text, a cancellation included
    Transcript transcribe(Recording recording, Cancellation cancellation);

    /// The largest recording that may be sent, in bytes.
    long largest();

    /// A recording on the disk.
    ///
    /// @param format as a file's name ends: `ogg`
    record Recording(Path file, String format) {}

    /// What is said in it.
    ///
    /// @param text empty if nobody says anything
    /// @param seconds how long the recording is; 0 where the provider does not tell
    record Transcript(String text, ModelAnswer.Usage usage, double seconds, ModelReference model) {

        @Override
        public String toString() {
            return "Transcript[" + text.length() + " characters, " + model + "]";
        }
    }
}

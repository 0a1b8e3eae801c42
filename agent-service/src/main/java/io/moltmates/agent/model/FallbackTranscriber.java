package io.moltmates.agent.model;

import java.util.List;

/// Asks one model after the other to write down a recording until one does, as [Repetition] says.
final class FallbackTranscriber implements Transcriber {

    private final List<TranscriptionClient> clients;
    private final long largest;

    FallbackTranscriber(List<TranscriptionClient> clients, long largest) {
        this.clients = List.copyOf(clients);
        this.largest = largest;
    }

    @Override
    public long largest() {
        return largest;
    }

    @Override
    public Transcript transcribe(Recording recording, Cancellation cancellation) {
        return Repetition.of(
                clients,
                TranscriptionClient::reference,
                client -> client.transcribe(recording, cancellation),
                () -> false,
                cancellation);
    }
}

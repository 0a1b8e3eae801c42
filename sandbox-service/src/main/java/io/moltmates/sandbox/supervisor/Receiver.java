package io.moltmates.sandbox.supervisor;

/// Takes what the supervisor says about one run. Quick: called by the thread that reads the wire.
interface Receiver {

    void receive(Reply reply);

    /// Nothing more will come; may be told twice.
    ///
    /// @param why as the end of a sentence
    void lost(String why);
}

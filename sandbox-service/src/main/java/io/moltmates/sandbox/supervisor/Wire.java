package io.moltmates.sandbox.supervisor;

import java.io.InputStream;
import java.io.OutputStream;

/// A byte stream in both directions to one supervisor.
///
/// Both ends pass bytes on at once: what is written in one call leaves in one, and a read returns what
/// there is. One thread reads while others write.
public interface Wire extends AutoCloseable {

    /// What the supervisor writes to its standard output, and nothing else (its standard error is not
    /// part of it).
    InputStream in();

    /// The supervisor's standard input. It must stay open for the container's life: closing this stream
    /// closes the wire, not the supervisor's input.
    OutputStream out();

    /// Gives the wire up. A read or write that is under way in another thread ends at once, with an
    /// [java.io.IOException] or the stream's end. The container and what runs in it go on. May be called
    /// again, and by any thread.
    @Override
    void close();
}

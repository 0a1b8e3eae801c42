package io.moltmates.sandbox.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/// One connection of a client: its requests one after the other, until it ends or becomes a stream.
final class Client implements Runnable {

    private static final Logger LOG = Logger.getLogger(Client.class);

    /// For a request that has begun to come.
    private static final Duration REQUEST = Duration.ofSeconds(30);

    private static final int LOGGED = 1000;

    private static final String UPGRADED = """
            HTTP/1.1 101 UPGRADED\r
            Content-Type: application/vnd.docker.raw-stream\r
            Connection: Upgrade\r
            Upgrade: tcp\r
            \r
            """;

    /// What was refused already and is not logged again.
    private static final Set<String> REFUSED =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > LOGGED;
                }
            }));

    private final Socket socket;
    private final Gate gate;

    Client(Socket socket, Gate gate) {
        this.socket = socket;
        this.gate = gate;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (serve(in)) {
                socket.setSoTimeout(0);
            }
        } catch (IOException e) {
            LOG.debugf("connection ended: error=%s", e);
        }
    }

    /// One request.
    ///
    /// @return whether there may be another one
    private boolean serve(BufferedInputStream in) throws IOException {
        Request request;
        try {
            request = new RequestReader(in).next(() -> setLimit(REQUEST));
        } catch (BadRequestException e) {
            write(Answer.of(400, "The engine proxy does not take this request: " + e.getMessage() + "."), true);
            LOG.warnf("request not readable: error=%s", e.getMessage());
            return false;
        }
        if (request == null) {
            return false;
        }
        setLimit(Duration.ZERO);
        var call = EngineCalls.read(request);
        if (call.isEmpty()) {
            write(refused(request, "it is none of the calls that sandbox-service makes"), request.last());
            return !request.last() && !request.upgrade();
        }
        if (call.get() instanceof EngineCall.Attach attach) {
            attach(request, attach, in);
            return false;
        }
        write(answer(request, call.get()), request.last());
        return !request.last();
    }

    private void attach(Request request, EngineCall.Attach call, BufferedInputStream in) throws IOException {
        Engine.Attached attached;
        try {
            attached = gate.attach(call);
        } catch (Gate.RefusedException e) {
            write(refused(request, String.valueOf(e.getMessage())), true);
            return;
        } catch (NoSuchContainerException e) {
            write(Answer.of(404, String.valueOf(e.getMessage())), true);
            return;
        } catch (IOException e) {
            write(away(e), true);
            return;
        }
        switch (attached) {
            case Engine.Attached.Not(var answer) -> write(answer, true);
            case Engine.Attached.Stream stream -> {
                socket.getOutputStream().write(UPGRADED.getBytes(StandardCharsets.US_ASCII));
                new Stream(stream, socket, in).run();
            }
        }
    }

    private Answer answer(Request request, EngineCall call) {
        try {
            return gate.answer(call, request, socket.getInetAddress().getHostAddress());
        } catch (Gate.RefusedException e) {
            return refused(request, String.valueOf(e.getMessage()));
        } catch (NoSuchContainerException e) {
            return Answer.of(404, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return away(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "request failed: request=%s", request.shown());
            return Answer.of(500, "The engine proxy has a fault of its own; its log has it.");
        }
    }

    private static Answer refused(Request request, String why) {
        if (REFUSED.add(request.shown() + why)) {
            LOG.warnf("refused: request=%s reason=%s", request.shown(), why);
        }
        return Answer.of(403, "The engine proxy refuses this: " + why + ".");
    }

    private static Answer away(IOException e) {
        LOG.warnf("engine not reached: error=%s", e);
        return Answer.of(502, "The engine proxy can't reach the Docker engine: " + e.getMessage() + ".");
    }

    private void write(Answer answer, boolean last) throws IOException {
        socket.getOutputStream().write(answer.bytes(last));
    }

    private void setLimit(Duration limit) {
        try {
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        } catch (SocketException e) {
            LOG.debugf("connection ended: error=%s", e);
        }
    }
}

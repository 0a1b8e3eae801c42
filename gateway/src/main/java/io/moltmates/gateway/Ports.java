package io.moltmates.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/// The three ports of one gateway: the one that people see, and the two of the embedded broker behind it.
record Ports(int http) {

    private static final int HIGHEST = 65533;

    Ports {
        if (http < 1 || http > HIGHEST) {
            throw new StartRefusedException("--port " + http + " can't be used: give a number from 1 to " + HIGHEST
                    + " (the broker takes the two ports above it).");
        }
    }

    int broker() {
        return http + 1;
    }

    int controller() {
        return http + 2;
    }

    /// The first of the three that another process holds; empty when all are free.
    OptionalInt taken(String bind) {
        if (!isFree(bind, http)) {
            return OptionalInt.of(http);
        }
        if (!isFree(EmbeddedBroker.HOST, broker())) {
            return OptionalInt.of(broker());
        }
        return isFree(EmbeddedBroker.HOST, controller()) ? OptionalInt.empty() : OptionalInt.of(controller());
    }

    private static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}

package io.moltmates.gateway;

/// Turns the address that the gateway listens on into one that a program on this machine can reach it by.
final class Addresses {

    private Addresses() {}

    static String reachable(String bind) {
        return switch (bind) {
            case "0.0.0.0", "localhost" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> bind.contains(":") && !bind.startsWith("[") ? "[" + bind + "]" : bind;
        };
    }
}

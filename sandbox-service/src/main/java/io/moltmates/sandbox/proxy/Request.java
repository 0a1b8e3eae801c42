package io.moltmates.sandbox.proxy;

/// One HTTP request, read to its end.
///
/// @param upgrade whether the connection is to become a stream in both directions
/// @param last whether the client sends no other one on this connection
record Request(String method, String target, String body, boolean upgrade, boolean last) {

    /// For the log: what came may hold anything, and be long.
    String shown() {
        int longest = 300;
        String line = method + " " + target;
        return line.length() <= longest ? line : line.substring(0, longest) + "…";
    }
}

package io.moltmates.gateway;

import java.io.Console;

/// Knows whether somebody sits in front of the program.
final class Terminals {

    private Terminals() {}

    @SuppressWarnings("SystemConsoleNull") // it may still be null where a console provider fails
    static boolean interactive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}

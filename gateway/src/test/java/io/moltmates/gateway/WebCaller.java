package io.moltmates.gateway;

import java.io.PrintWriter;
import java.io.Writer;

/// A person at the web chat, without a browser.
final class WebCaller {

    private WebCaller() {}

    /// Says each of these when the one before is answered.
    static void say(RunningGateway gateway, String name, String... messages) throws InterruptedException {
        var screen = new ChatScreen(new PrintWriter(Writer.nullWriter()), false);
        try (var chat = ChatConnection.open(gateway.baseUrl(), gateway.personToken(name), name, screen)) {
            for (String message : messages) {
                if (!chat.say(message)) {
                    throw new IllegalStateException("Not answered: " + message + "\n" + gateway.log());
                }
            }
        }
    }
}

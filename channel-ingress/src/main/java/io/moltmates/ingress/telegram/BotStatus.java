package io.moltmates.ingress.telegram;

/// How one bot is, told apart by what it does: getting updates and sending. Thread-safe.
final class BotStatus {

    private static final String FINE = "";

    private volatile String name = "";
    private volatile String receiving = "has not begun";
    private volatile String sending = FINE;

    void named(String username) {
        name = username;
    }

    void receives() {
        receiving = FINE;
    }

    void doesNotReceive(String why) {
        receiving = why;
    }

    void sends() {
        sending = FINE;
    }

    void doesNotSend(String why) {
        sending = why;
    }

    boolean isFine() {
        return receiving.isEmpty() && sending.isEmpty();
    }

    /// `@a_bot: receives, sends`, or what is wrong.
    String describe() {
        String bot = name.isEmpty() ? "" : "@" + name + ": ";
        String in = receiving.isEmpty() ? "receives" : "does not receive (" + receiving + ")";
        String out = sending.isEmpty() ? "sends" : "does not send (" + sending + ")";
        return bot + in + ", " + out;
    }
}

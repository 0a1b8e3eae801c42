package io.moltmates.agent;

/// Why a message is not answered.
///
/// @param reason one of the words that `docs/telemetry.md` lists
/// @param sentence what the person is told
record Refusal(String reason, String sentence) {

    static final Refusal LANE_FULL = new Refusal(
            "lane_full",
            "There are too many messages waiting; please send this one again when the others are answered.");

    static final Refusal OVERTAKEN = new Refusal(
            "lane_full",
            "There were too many messages waiting, and newer ones took this one's place; please send it again.");

    static final Refusal TOO_OLD = new Refusal(
            "too_old", "This message waited too long to be answered; please send it again if it still matters.");
}

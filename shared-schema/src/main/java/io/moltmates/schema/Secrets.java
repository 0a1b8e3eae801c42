package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Keys of this deployment that are made at its first start (`secrets.json`).
///
/// @param operatorToken speaks for anybody through the HTTP API, and for the command line, unless the configuration
/// sets another
/// @param personKey signs the tokens that people sign in with
/// @param brokerPassword guards the embedded broker
public record Secrets(
        @JsonProperty("operatorToken") String operatorToken,
        @JsonProperty("personKey") String personKey,
        @JsonProperty("brokerPassword") String brokerPassword) {

    public static Secrets random() {
        return new Secrets("mo_" + Ids.random(32), Ids.random(52), Ids.random(52));
    }

    @Override
    public String toString() {
        return "Secrets[***]";
    }
}

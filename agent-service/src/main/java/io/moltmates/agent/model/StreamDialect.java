package io.moltmates.agent.model;

import java.util.function.UnaryOperator;

/// How a provider's stream says that it goes on, is complete, or has failed.
enum StreamDialect {
    /// Server-sent events; `finish_reason` says that the answer is complete, `[DONE]` that the stream is.
    OPENAI {
        @Override
        Verdict judge(String event, String data) {
            if (data.equals("[DONE]")) {
                return Verdict.END;
            }
            if (event.equals("error") || (JsonProbe.hasValue(data, "error") && FaultMapper.holdsError(data))) {
                return Verdict.ERROR;
            }
            return JsonProbe.hasValue(data, "finish_reason") ? Verdict.COMPLETE : Verdict.GOES_ON;
        }

        @Override
        UnaryOperator<String> normalizer() {
            return new ToolCallNormalizer();
        }
    },
    /// Server-sent events; `message_stop` ends the stream.
    ANTHROPIC {
        @Override
        Verdict judge(String event, String data) {
            if (event.equals("error") || JsonProbe.is(data, "type", "error")) {
                return Verdict.ERROR;
            }
            return event.equals("message_stop") || JsonProbe.is(data, "type", "message_stop")
                    ? Verdict.END
                    : Verdict.GOES_ON;
        }

        @Override
        UnaryOperator<String> normalizer() {
            return new OllamaToolCalls();
        }
    },
    /// A JSON object a line; `done: true` ends the stream.
    OLLAMA {
        @Override
        Verdict judge(String event, String data) {
            // a tool's arguments are plain JSON here and may hold these keys too
            if (JsonProbe.hasValue(data, "error") && FaultMapper.holdsError(data)) {
                return Verdict.ERROR;
            }
            return JsonProbe.isTrue(JsonProbe.hasValue(data, "tool_calls") ? Json.topLevel(data) : data, "done")
                    ? Verdict.END
                    : Verdict.GOES_ON;
        }

        @Override
        UnaryOperator<String> normalizer() {
            return new OllamaToolCalls();
        }
    };

    /// What one event means for the stream.
    enum Verdict {
        GOES_ON,
        /// The answer is complete; what may follow is usage and the end marker.
        COMPLETE,
        END,
        ERROR
    }

    abstract Verdict judge(String event, String data);

    /// Brings one stream's events into the form that LangChain4j reads rightly.
    UnaryOperator<String> normalizer() {
        return UnaryOperator.identity();
    }

    boolean linesAreEvents() {
        return this == OLLAMA;
    }
}

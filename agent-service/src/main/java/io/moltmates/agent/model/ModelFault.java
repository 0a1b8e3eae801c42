package io.moltmates.agent.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a model gave no complete answer.
public sealed interface ModelFault {

    /// One sentence for the person; it holds no key, no address and nothing that the provider wrote.
    String sentence();

    /// Whether asking the same model again may help.
    boolean retriable();

    /// Whether another model may do better than this one.
    default boolean fallbackHelps() {
        return true;
    }

    /// The stream ended without its end marker.
    record Truncated() implements ModelFault {
        @Override
        public String sentence() {
            return "The model's answer broke off in the middle; please try again.";
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /// The provider was silent, or took, longer than this limit.
    record Stalled(Duration limit) implements ModelFault {
        @Override
        public String sentence() {
            return "The model took too long to answer; please try again.";
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /// The provider asks for fewer requests, and may say when to come back.
    record RateLimited(@Nullable Duration retryAfter) implements ModelFault {
        @Override
        public String sentence() {
            return "The model is getting too many requests right now; please try again in a minute.";
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /// The provider has no capacity, or failed on its side, and may say when to come back.
    record Overloaded(@Nullable Duration retryAfter) implements ModelFault {
        @Override
        public String sentence() {
            return "The model's provider has trouble right now; please try again in a minute.";
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /// The provider did not accept the key.
    record Unauthorized() implements ModelFault {
        @Override
        public String sentence() {
            return "The model's provider did not accept this assistant's key; please tell whoever runs it.";
        }

        @Override
        public boolean retriable() {
            return false;
        }
    }

    /// The account at the provider has nothing left to spend.
    record OutOfCredit() implements ModelFault {
        @Override
        public String sentence() {
            return "The account at the model's provider has no credit left; please tell whoever runs this assistant.";
        }

        @Override
        public boolean retriable() {
            return false;
        }
    }

    /// The provider does not have this model, or there is nothing at this address.
    record NoSuchModel() implements ModelFault {
        @Override
        public String sentence() {
            return "The chosen model was not found at its provider; please choose another one.";
        }

        @Override
        public boolean retriable() {
            return false;
        }
    }

    /// The provider refused the request as wrong.
    record BadRequest() implements ModelFault {
        @Override
        public String sentence() {
            return "The model's provider did not accept this request.";
        }

        @Override
        public boolean retriable() {
            return false;
        }
    }

    /// The conversation is longer than the model can read.
    record ContextTooLong() implements ModelFault {
        @Override
        public String sentence() {
            return "This conversation has grown too long for the model; /new starts a fresh one.";
        }

        @Override
        public boolean retriable() {
            return false;
        }
    }

    /// Nothing answers at the provider's address, or the connection broke.
    record Unreachable() implements ModelFault {
        @Override
        public String sentence() {
            return "The model's provider can't be reached right now; please try again in a minute.";
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /// The provider reported an error inside its answer, or answered in a form that can't be read.
    record ProviderError() implements ModelFault {
        @Override
        public String sentence() {
            return "The model's provider reported an error; please try again.";
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /// Somebody pressed the [Cancellation].
    record Cancelled() implements ModelFault {
        @Override
        public String sentence() {
            return "Stopped.";
        }

        @Override
        public boolean retriable() {
            return false;
        }

        @Override
        public boolean fallbackHelps() {
            return false;
        }
    }
}

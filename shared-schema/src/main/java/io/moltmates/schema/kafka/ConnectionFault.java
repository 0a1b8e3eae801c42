package io.moltmates.schema.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/// Says in one sentence why Kafka can't be used, and what to look at; never a secret.
public final class ConnectionFault {

    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private ConnectionFault() {}

    /// What follows "Kafka at host:port …".
    public static String describe(Throwable failure) {
        if (isUnresolved(failure)) {
            return "is not found: none of its names resolves. Check kafka.bootstrapServers, or wait until it is known.";
        }
        return switch (cause(failure)) {
            case UnsupportedSaslMechanismException e ->
                "does not know this way to log in: " + e.getMessage() + ". Check kafka.sasl.mechanism.";
            case SaslAuthenticationException _ ->
                "does not accept the login. Check kafka.sasl.username and kafka.sasl.password.";
            case SslAuthenticationException e ->
                "is not trusted, or does not trust us: " + innermost(e) + ". Check kafka.tls.";
            case AuthorizationException e -> "does not allow this account what it needs: " + e.getMessage();
            case TimeoutException _, java.util.concurrent.TimeoutException _ ->
                "does not answer. Check that it runs, that it is reached from here, and that kafka.tls and kafka.sasl"
                        + " are what its listener speaks.";
            case Throwable other -> "can't be used: " + innermost(other) + ".";
        };
    }

    /// Whether no broker's name resolved, which Kafka's constructors say by an exception for bad settings.
    static boolean isUnresolved(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException
                    && String.valueOf(cause.getMessage()).startsWith(UNRESOLVED)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// The last cause knows what was wrong; those around it say that something was. Without a dot at its end.
    private static String innermost(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said = cause.getMessage() == null ? said : cause.getMessage();
        }
        return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
    }
}

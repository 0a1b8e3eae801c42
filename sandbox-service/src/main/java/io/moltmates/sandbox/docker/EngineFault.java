package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.moltmates.sandbox.Availability.Off;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Says of an engine that can't be spoken to why that is, where it is more than that nothing answers.
final class EngineFault {

    static final Off NO_ENGINE =
            new Off("no Docker engine answers", "Install or start Docker, then try again; no restart is needed.");

    private static final int BAD_GATEWAY = 502;
    private static final String REMEDY_TLS = "Put ca.pem, cert.pem and key.pem for this engine into DOCKER_CERT_PATH.";

    private EngineFault() {}

    /// The certificates for an engine can't be used; the message says which and why.
    static final class CertificatesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CertificatesException(String message) {
            super(message, null, false, false);
        }
    }

    static Off why(RuntimeException failure, EngineConnection engine) {
        if (failure instanceof CertificatesException) {
            return new Off("the certificates for the engine can't be used: " + failure.getMessage(), REMEDY_TLS);
        }
        if (failure instanceof DockerException told) {
            return told.getHttpStatus() == BAD_GATEWAY
                    ? new Off("the engine proxy reaches no Docker engine", "Start it; no restart is needed.")
                    : new Off(
                            "the engine does not make containers as the configuration says",
                            "The engine says: "
                                    + String.valueOf(told.getMessage()).strip());
        }
        var host = engine.address();
        if (has(failure, UnknownHostException.class::isInstance)) {
            return new Off(
                    "the engine's host name " + host.getHost() + " is not known",
                    "Correct DOCKER_HOST or sandbox.docker.host, or start what has that name; no restart is needed.");
        }
        if (!has(failure, SSLException.class::isInstance)) {
            boolean ended = engine.isTls()
                    && has(failure, IOException.class::isInstance)
                    && !has(failure, e -> e instanceof ConnectException || e instanceof SocketTimeoutException);
            return ended
                    ? new Off(
                            "the engine at " + host + " ends each connection, as one that refuses the certificate in"
                                    + " DOCKER_CERT_PATH",
                            REMEDY_TLS)
                    : NO_ENGINE;
        }
        if (has(failure, e -> e instanceof CertPathBuilderException || e instanceof CertPathValidatorException)) {
            return new Off(
                    "the engine at " + host + " has a certificate that DOCKER_CERT_PATH/ca.pem does not vouch for",
                    "Put the certificate of the authority that signed the engine's into ca.pem.");
        }
        if (has(failure, e -> e instanceof CertificateException || e instanceof SSLPeerUnverifiedException)) {
            return new Off(
                    "the engine's certificate is not for " + host.getHost(),
                    "Use the name that the certificate is for in DOCKER_HOST, or give the engine one for this name.");
        }
        if (has(failure, EngineFault::refusesUs)) {
            return new Off("the engine at " + host + " refuses the certificate in DOCKER_CERT_PATH", REMEDY_TLS);
        }
        return new Off("no TLS with the engine at " + host + " (" + last(failure) + ")", REMEDY_TLS);
    }

    private static boolean refusesUs(Throwable one) {
        String message = String.valueOf(one.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("received fatal alert")
                && (message.contains("certificate") || message.contains("unknown_ca"));
    }

    private static boolean has(Throwable failure, Predicate<Throwable> wanted) {
        for (var one = failure; one != null; one = one.getCause()) {
            if (wanted.test(one)) {
                return true;
            }
        }
        return false;
    }

    private static String last(Throwable failure) {
        var one = failure;
        while (one.getCause() != null) {
            one = one.getCause();
        }
        return String.valueOf(one.getMessage());
    }
}

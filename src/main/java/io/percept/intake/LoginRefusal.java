package io.percept.intake;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** A broker that does not let us in, in a sentence. It names keys of the configuration, and none of their values. */
final class LoginRefusal {

    private LoginRefusal() {}

    /** @return empty where the failure is of another kind */
    static Optional<String> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SslAuthenticationException) {
                return Optional.of(
                        "The TLS handshake with the broker failed (" + cause.getMessage()
                                + "). Check that spring.kafka.ssl trusts the authority of the broker's certificate, that the certificate names the"
                                + " host of spring.kafka.bootstrap-servers, and that a client certificate is set where the broker wants one.");
            }
            if (cause instanceof AuthenticationException) {
                return Optional.of(
                        "The broker refuses the login (" + cause.getMessage()
                                + "). Check user name and password in spring.kafka.properties.sasl.jaas.config, and sasl.mechanism.");
            }
        }
        return Optional.empty();
    }
}

package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What it means that a name could not be resolved. The JDK has one exception for a name that does not exist and for a name
 * server that does not answer; its message is the system's (getaddrinfo of glibc, musl or macOS), and is lost where the JDK answers from
 * its own memory of the last ten seconds. Only what the system says clearly is taken as final.
 */
final class NameFailure {

    private static final String[] NO_SUCH_NAME = {
        "name or service not known",
        "no address associated",
        "name does not resolve",
        "name has no usable address",
        "nodename nor servname"
    };

    private NameFailure() {}

    static PerceptException of(String host, UnknownHostException cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of(NO_SUCH_NAME).anyMatch(said::contains)
                ? FetchFault.failed("the host " + host + " is unknown", cause)
                : FetchFault.passing("the name of the host " + host + " could not be resolved", cause);
    }
}

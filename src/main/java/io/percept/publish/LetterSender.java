package io.percept.publish;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Who writes a dead letter.
 *
 * @param group the consumer group that the event was read for
 * @param instance the name of the host, in a cluster that of the pod
 * @param version of Percept
 */
public record LetterSender(String group, String instance, String version) {

    /** This process. */
    static LetterSender here(String group) {
        String version = Optional.ofNullable(LetterSender.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new LetterSender(group, hostName(), version);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}

package io.percept.resolve.fetch;

import java.util.List;
import java.util.Locale;

/**
 * A list of hosts: {@code images.example.org}, with a port {@code images.example.org:8443}, or with all hosts below a
 * name {@code *.example.org}, in letters of any script. An entry without a port holds for all of them. An IPv6 address stands in
 * brackets, spelt in any way. Immutable and thread-safe.
 */
final class HostRules {

    private record Rule(String host, int port, boolean below) {}

    private final List<Rule> rules;

    HostRules(List<String> entries) {
        rules = entries.stream().map(HostRules::parse).toList();
    }

    private static Rule parse(String entry) {
        String text = entry.strip().toLowerCase(Locale.ROOT);
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && colon >= 0;
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.isEmpty() || host.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + entry + "' in percept.resolve.fetch is no host; write host, host:port or *.domain");
        }
        try {
            int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : -1;
            return host.startsWith("*.")
                    ? new Rule("." + HostNames.canonical(host.substring(2)), port, true)
                    : new Rule(HostNames.canonical(host), port, false);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + entry + "' in percept.resolve.fetch has no valid port", e);
        }
    }

    /** Whether a rule names the host, for any port or for this one. */
    boolean names(String host, int port) {
        return rules.stream().anyMatch(rule -> matches(rule, host) && (rule.port < 0 || rule.port == port));
    }

    /** Whether a rule names the host together with this port. */
    boolean namesPort(String host, int port) {
        return rules.stream().anyMatch(rule -> matches(rule, host) && rule.port == port);
    }

    private static boolean matches(Rule rule, String host) {
        return rule.below ? host.endsWith(rule.host) : host.equals(rule.host);
    }
}

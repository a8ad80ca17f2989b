package io.percept.resolve.fetch;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells addresses of the open internet from all others. Follows IANA's special-purpose registries; in IPv6 only the
 * global unicast block is open at all, so that mapped, translated (NAT64), unique local and link-local addresses are
 * closed without being listed. Without state and thread-safe.
 */
final class AddressRules {

    private static final IPAddress GLOBAL_IPV6 = block("2000::/3");
    private static final Map<IPAddress, String> CLOSED = new LinkedHashMap<>();

    static {
        CLOSED.put(block("0.0.0.0/8"), "unspecified");
        CLOSED.put(block("10.0.0.0/8"), "private");
        CLOSED.put(block("100.64.0.0/10"), "shared by a provider (CGNAT)");
        CLOSED.put(block("127.0.0.0/8"), "loopback");
        CLOSED.put(block("168.63.129.16/32"), "a cloud's metadata service");
        CLOSED.put(block("169.254.0.0/16"), "link-local or a cloud's metadata service");
        CLOSED.put(block("172.16.0.0/12"), "private");
        CLOSED.put(block("192.0.0.0/24"), "reserved");
        CLOSED.put(block("192.0.2.0/24"), "for documentation");
        CLOSED.put(block("192.88.99.0/24"), "reserved");
        CLOSED.put(block("192.168.0.0/16"), "private");
        CLOSED.put(block("198.18.0.0/15"), "for benchmarks");
        CLOSED.put(block("198.51.100.0/24"), "for documentation");
        CLOSED.put(block("203.0.113.0/24"), "for documentation");
        CLOSED.put(block("224.0.0.0/4"), "multicast");
        CLOSED.put(block("240.0.0.0/4"), "reserved or broadcast");
        CLOSED.put(block("2001::/23"), "reserved or a tunnel (Teredo)");
        CLOSED.put(block("2001:db8::/32"), "for documentation");
        CLOSED.put(block("2002::/16"), "a tunnel (6to4)");
        CLOSED.put(block("3fff::/20"), "for documentation");
    }

    private AddressRules() {}

    /** Why the address may not be connected to; empty where it may. */
    static Optional<String> closed(InetAddress address) {
        IPAddress ip = new IPAddressGenerator().from(address.getAddress());
        if (ip.isIPv6() && !GLOBAL_IPV6.contains(ip)) {
            return Optional.of(address.isLoopbackAddress() ? "loopback" : "not of the open internet");
        }
        return CLOSED.entrySet().stream()
                .filter(entry -> entry.getKey().contains(ip))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static IPAddress block(String text) {
        return new IPAddressString(text).getAddress();
    }
}

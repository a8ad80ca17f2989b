package io.percept.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Defaults that follow from the mode of access, below everything that an operator sets: while it is open, the servers listen
 * on the loopback address under its own names, and health tells its details to everybody; else to the role
 * {@code operate} alone. The names, and the address of a management port, follow as well where the operator has set
 * {@code server.address} to a loopback address, which is then one of the names itself.
 */
public final class LoopbackWhileOpen implements EnvironmentPostProcessor, Ordered {

    /** The names of this host for itself, as requests spell them. */
    static final List<String> LOOPBACK_NAMES = List.of("localhost", "127.0.0.1", "[::1]");

    private static final String LOOPBACK = "127.0.0.1";
    private static final String ADDRESS = "server.address";
    private static final String MANAGEMENT_ADDRESS = "management.server.address";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        AccessMode mode = Binder.get(environment)
                .bind("percept.access.mode", AccessMode.class)
                .orElse(AccessMode.OPEN);
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("management.endpoint.health.show-details", mode == AccessMode.OPEN ? "always" : "when-authorized");
        defaults.put("management.endpoint.health.roles", Role.OPERATE.label());
        String address = addressOr(environment, LOOPBACK);
        if (mode == AccessMode.OPEN && isLoopback(address)) {
            defaults.put(ADDRESS, address);
            defaults.put("percept.access.hosts", names(address));
            if (hasManagementPort(environment)) {
                defaults.put(MANAGEMENT_ADDRESS, address);
            }
        }
        environment.getPropertySources().addLast(new MapPropertySource("percept-access", defaults));
        outrankBlanks(environment, defaults);
    }

    /** An address that is set to nothing, as an empty variable of the environment is, would have Boot listen everywhere. */
    private static void outrankBlanks(ConfigurableEnvironment environment, Map<String, Object> defaults) {
        Map<String, Object> instead = new HashMap<>();
        for (String key : List.of(ADDRESS, MANAGEMENT_ADDRESS)) {
            if (defaults.containsKey(key) && environment.getProperty(key, "").isBlank()) {
                instead.put(key, defaults.get(key));
            }
        }
        if (!instead.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource("percept-access-blanks", instead));
        }
    }

    private static String addressOr(ConfigurableEnvironment environment, String other) {
        String address = environment.getProperty(ADDRESS, "");
        return address.isBlank() ? other : address.strip();
    }

    /** What this host is called at a loopback address; requests have an address of IPv6 in brackets. */
    private static String names(String address) {
        String own = address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
        return Stream.concat(LOOPBACK_NAMES.stream(), Stream.of(own)).distinct().collect(Collectors.joining(","));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Boot says so when it binds the address.
            return false;
        }
    }

    /** Boot refuses an address of actuator's where its port is the API's; two ports that are 0 are drawn one by one. */
    private static boolean hasManagementPort(ConfigurableEnvironment environment) {
        String port = environment.getProperty("management.server.port", "");
        return !port.isBlank()
                && !port.equals("-1")
                && (port.equals("0") || !port.equals(environment.getProperty("server.port", "8080")));
    }

    /** After the configuration files, which name the mode. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}

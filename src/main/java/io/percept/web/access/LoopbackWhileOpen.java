package io.percept.web.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * {@code operate} alone.
 */
public final class LoopbackWhileOpen implements EnvironmentPostProcessor, Ordered {

    /** The names of this host for itself, as requests spell them. */
    static final List<String> LOOPBACK_NAMES = List.of("localhost", "127.0.0.1", "[::1]");

    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        AccessMode mode = Binder.get(environment)
                .bind("percept.access.mode", AccessMode.class)
                .orElse(AccessMode.OPEN);
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("management.endpoint.health.show-details", mode == AccessMode.OPEN ? "always" : "when-authorized");
        defaults.put("management.endpoint.health.roles", Role.OPERATE.label());
        if (mode == AccessMode.OPEN && !environment.containsProperty("server.address")) {
            defaults.put("server.address", LOOPBACK);
            defaults.put("percept.access.hosts", String.join(",", LOOPBACK_NAMES));
            if (hasManagementPort(environment)) {
                defaults.put("management.server.address", LOOPBACK);
            }
        }
        environment.getPropertySources().addLast(new MapPropertySource("percept-access", defaults));
    }

    /** Boot refuses an address of actuator's where its port is the API's. */
    private static boolean hasManagementPort(ConfigurableEnvironment environment) {
        String port = environment.getProperty("management.server.port", "");
        return !port.isBlank() && !port.equals("-1") && !port.equals(environment.getProperty("server.port", "8080"));
    }

    /** After the configuration files, which name the mode. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}

package io.percept;

import io.percept.ConfigurationKeys.Place;
import io.percept.ConfigurationKeys.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Says of what is set under {@code percept}, and no record of the configuration has, that nothing reads it: under a misspelt name the
 * default stays in force.
 *
 * <p>The environment has names that are nobody's mistake here: whatever else begins with {@code PERCEPT_}, and what Kubernetes tells of
 * each service. Of its variables only those count that begin with a section, as {@code PERCEPT_INTAKE_}, and are not of that kind.
 */
public final class KeyComplaints {

    /** What all of our keys begin with. */
    static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("percept");

    /** {@code …_SERVICE_HOST}, {@code …_SERVICE_PORT_HTTP}, {@code …_PORT_8080_TCP_ADDR}, as their names are read here. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            ".*\\.(service\\.(host|port(\\..+)?)|port\\[\\d+]\\.(tcp|udp|sctp)(\\.(proto|port|addr))?)");

    /** The value of {@code …_PORT}. */
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+");

    private KeyComplaints() {}

    /**
     * A sentence for each unknown key: where it was set, and what could stand there.
     *
     * @param within what is set below this name is looked at, and nothing else
     * @param records types annotated with {@link ConfigurationProperties}; all those of what is looked at
     */
    public static List<String> of(
            Environment environment, ConfigurationPropertyName within, Collection<? extends Class<?>> records) {
        ConfigurationKeys keys = new ConfigurationKeys(records);
        List<String> complaints = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .filter(within::isAncestorOf)
                        .map(names::getConfigurationProperty)
                        .filter(Objects::nonNull)
                        .flatMap(set -> complaint(set, keys, isEnvironment(source)))
                        .forEach(complaints::add);
            }
        }
        return complaints;
    }

    private static boolean isEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    /** Without the value, which may be a secret. */
    private static Stream<String> complaint(ConfigurationProperty set, ConfigurationKeys keys, boolean environment) {
        Place place = keys.find(set.getName(), environment ? Spelling.UNDERSCORES : Spelling.POINTS);
        if (place.known() || environment && isOfOthers(set, place)) {
            return Stream.empty();
        }
        return Stream.of(
                "%s (%s) is not a key of Percept and would change nothing: correct its name or remove it. %s has %s."
                        .formatted(
                                set.getName(),
                                set.getOrigin(),
                                place.section().name(),
                                String.join(", ", place.section().keys())));
    }

    private static boolean isOfOthers(ConfigurationProperty variable, Place place) {
        String name = variable.getName().toString();
        return place.section().name().equals(ALL.toString())
                || SERVICE_LINK.matcher(name).matches()
                || name.endsWith(".port")
                        && SERVICE_ADDRESS
                                .matcher(String.valueOf(variable.getValue()))
                                .matches();
    }
}

package io.percept;

import io.percept.ConfigurationKeys.Place;
import io.percept.ConfigurationKeys.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Stops the start where something under {@code percept} is set that no record of the configuration has: under a misspelt name the
 * default would stay in force, and nobody would know. This is before any bean is made, so nothing has been opened yet.
 *
 * <p>The environment has names that are nobody's mistake here: whatever else begins with {@code PERCEPT_}, and what Kubernetes tells of
 * each service. Of its variables only those count that begin with a section, as {@code PERCEPT_INTAKE_}, and are not of that kind.
 */
@Component
final class UnknownKeys implements BeanFactoryPostProcessor, EnvironmentAware {

    private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("percept");

    /** {@code …_SERVICE_HOST}, {@code …_SERVICE_PORT_HTTP}, {@code …_PORT_8080_TCP_ADDR}, as their names are read here. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            ".*\\.(service\\.(host|port(\\..+)?)|port\\[\\d+]\\.(tcp|udp|sctp)(\\.(proto|port|addr))?)");

    /** The value of {@code …_PORT}. */
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+");

    private Environment environment;

    /** By a setter, since what works this early is made by a constructor without parameters. */
    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    /** @throws ConfigurationRefused which names every unknown key, where it was set, and what could stand there */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        ConfigurationKeys keys = new ConfigurationKeys(records(beans));
        List<String> unknown = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .filter(ALL::isAncestorOf)
                        .map(names::getConfigurationProperty)
                        .filter(Objects::nonNull)
                        .flatMap(set -> complaint(set, keys, isEnvironment(source)))
                        .forEach(unknown::add);
            }
        }
        if (!unknown.isEmpty()) {
            throw new ConfigurationRefused(String.join(System.lineSeparator(), unknown));
        }
    }

    private static List<? extends Class<?>> records(ConfigurableListableBeanFactory beans) {
        return Stream.of(beans.getBeanDefinitionNames())
                .map(name -> beans.getType(name, false))
                .filter(Objects::nonNull)
                .filter(type -> type.getPackageName().startsWith(Percept.class.getPackageName())
                        && type.isAnnotationPresent(ConfigurationProperties.class))
                .toList();
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

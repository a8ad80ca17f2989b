package io.percept;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Stops the start where something under {@code percept} is set that no record of the configuration has: under a misspelt name the
 * default would stay in force, and nobody would know. This is before any bean is made, so nothing has been opened yet.
 */
@Component
final class UnknownKeys implements BeanFactoryPostProcessor, EnvironmentAware {

    private Environment environment;

    /** By a setter, since what works this early is made by a constructor without parameters. */
    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    /** @throws ConfigurationRefused which names every unknown key, where it was set, and what could stand there */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<String> unknown = KeyComplaints.of(environment, KeyComplaints.ALL, records(beans));
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
}

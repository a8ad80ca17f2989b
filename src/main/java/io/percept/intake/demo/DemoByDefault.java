package io.percept.intake.demo;

import io.percept.intake.broker.BrokerConfiguration;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Turns the profile {@code demo} on where no broker is configured and no profile is chosen. */
public final class DemoByDefault implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getActiveProfiles().length == 0 && !BrokerConfiguration.isConfigured(environment)) {
            environment.addActiveProfile("demo");
        }
    }

    /** After the configuration files, which may name a broker. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}

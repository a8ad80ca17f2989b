package io.percept.publish;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What the service does with Kafka, each with the key that turns it on or off. */
public enum ServicePart {
    /** Takes events in and publishes what they end as. On by default. */
    INTAKE("percept.intake.enabled", true),
    /** Collects documents of events. Off by default. */
    COLLECT("percept.collect.enabled", false);

    private final String key;
    private final boolean byDefault;

    ServicePart(String key, boolean byDefault) {
        this.key = key;
        this.byDefault = byDefault;
    }

    /**
     * Read as records of configuration are, which know more than {@code true} and {@code false}: {@code off}, {@code no} and {@code 0}
     * are off.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException where the value is neither on nor off
     */
    public boolean isOn(Environment environment) {
        return Binder.get(environment).bind(key, Boolean.class).orElse(byDefault);
    }
}

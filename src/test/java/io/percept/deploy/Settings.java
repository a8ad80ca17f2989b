package io.percept.deploy;

import io.percept.EveryRecord;
import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** A file of application configuration, bound as the service binds it; a key of ours that no record has is an error. */
public final class Settings {

    private final StandardEnvironment environment = new StandardEnvironment();

    private Settings() {}

    /** @param given what the surroundings bring, such as the variables of a pod */
    public static Settings of(String yaml, Map<String, Object> given) throws IOException {
        Settings settings = new Settings();
        var sources = settings.environment.getPropertySources();
        sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
        sources.addLast(new MapPropertySource("given", given));
        var resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
        new YamlPropertySourceLoader().load("file", resource).forEach(sources::addLast);
        return settings;
    }

    /** Binds a record or bean of configuration, validated. */
    public <T> T bind(String prefix, Class<T> type) {
        return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), handler());
    }

    /** Binds every record of ours, as at the start; an unknown key or a refused value is an exception that names it. */
    public void bindAll() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.setEnvironment(environment);
            context.register(EveryRecord.class);
            context.refresh();
        }
    }

    /** A value with its placeholders filled in. */
    public String value(String key) {
        return environment.getProperty(key);
    }

    private static BindHandler handler() {
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        return new ValidationBindHandler(new NoUnboundElementsBindHandler(BindHandler.DEFAULT), validator);
    }
}

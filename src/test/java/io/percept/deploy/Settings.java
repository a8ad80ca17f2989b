package io.percept.deploy;

import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** A file of application configuration, bound as the service binds it; a key of ours that no record has is an error. */
public final class Settings {

    /** The records of the service, by prefix. */
    private static final Map<String, Class<?>> RECORDS = records();

    private final StandardEnvironment environment = new StandardEnvironment();
    private final Set<String> keys = new TreeSet<>();

    private Settings() {}

    /** @param given what the surroundings bring, such as the variables of a pod */
    public static Settings of(String yaml, Map<String, Object> given) throws IOException {
        Settings settings = new Settings();
        var sources = settings.environment.getPropertySources();
        sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
        sources.addLast(new MapPropertySource("given", given));
        var resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
        for (PropertySource<?> source : new YamlPropertySourceLoader().load("file", resource)) {
            sources.addLast(source);
            settings.keys.addAll(List.of(((EnumerablePropertySource<?>) source).getPropertyNames()));
        }
        return settings;
    }

    /** Binds a record or bean of configuration, validated. */
    public <T> T bind(String prefix, Class<T> type) {
        return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), handler());
    }

    /** Binds every record of ours; an unknown key or a refused value is an exception that names it. */
    public void bindAll() {
        RECORDS.forEach((prefix, type) -> {
            if (!prefix.equals("percept")) {
                bind(prefix, type);
            }
        });
        List<String> unknown = new ArrayList<>(keys);
        unknown.removeIf(key -> !key.startsWith("percept."));
        unknown.removeIf(key -> key.equals("percept.model"));
        unknown.removeIf(key -> RECORDS.keySet().stream()
                .anyMatch(prefix -> key.startsWith(prefix + ".") && !prefix.equals("percept")));
        if (!unknown.isEmpty()) {
            throw new AssertionError("No record of Percept has " + unknown);
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

    private static Map<String, Class<?>> records() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Map<String, Class<?>> records = new TreeMap<>();
        scanner.findCandidateComponents("io.percept").forEach(definition -> {
            try {
                Class<?> type = Class.forName(definition.getBeanClassName());
                records.put(type.getAnnotation(ConfigurationProperties.class).value(), type);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
        return records;
    }
}

package io.percept.cli;

import io.percept.KeyComplaints;
import io.percept.resolve.ResolveProperties;
import io.percept.resolve.VisionProperties;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * How images are fetched and decoded: {@code percept.vision.*} and {@code percept.resolve.*}, bound and checked as at the start of the
 * service. A command starts no application, which would do so by itself.
 */
record ImageSettings(VisionProperties vision, ResolveProperties resolve) {

    /** From the environment variables and system properties of this process, as {@link #of} says. */
    static ImageSettings ofProcess() {
        return of(new StandardEnvironment());
    }

    /**
     * @throws IllegalArgumentException where a key is set that there is not, or a value that the service refuses; it says which and
     *     what is wrong with it
     */
    static ImageSettings of(ConfigurableEnvironment environment) {
        List<String> unknown = Stream.of(VisionProperties.class, ResolveProperties.class)
                .flatMap(type -> KeyComplaints.of(environment, section(type), List.of(type)).stream())
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), unknown));
        }
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            Binder binder = Binder.get(environment);
            Validator validator = new SpringValidatorAdapter(factory.getValidator());
            return new ImageSettings(
                    bind(binder, VisionProperties.class, validator), bind(binder, ResolveProperties.class, validator));
        } catch (BindException e) {
            throw new IllegalArgumentException(explain(e), e);
        }
    }

    private static <T> T bind(Binder binder, Class<T> type, Validator validator) {
        return binder.bindOrCreate(
                section(type),
                Bindable.of(type),
                new ValidationBindHandler(new IgnoreTopLevelConverterNotFoundBindHandler(), validator));
    }

    private static ConfigurationPropertyName section(Class<?> type) {
        return ConfigurationPropertyName.of(
                type.getAnnotation(ConfigurationProperties.class).value());
    }

    private static String explain(BindException refused) {
        if (refused.getCause() instanceof BindValidationException invalid) {
            ValidationErrors errors = invalid.getValidationErrors();
            return errors.getAllErrors().stream()
                    .map(error -> explain(errors, error))
                    .distinct()
                    .collect(Collectors.joining(System.lineSeparator()));
        }
        return "%s cannot be read as %s: %s."
                .formatted(
                        named(refused.getName(), Optional.ofNullable(refused.getProperty())),
                        refused.getTarget().getType().toClass().getSimpleName(),
                        NestedExceptionUtils.getMostSpecificCause(refused).getMessage());
    }

    private static String explain(ValidationErrors errors, ObjectError error) {
        ConfigurationPropertyName key = error instanceof FieldError field
                ? errors.getName().append(DataObjectPropertyName.toDashedForm(field.getField()))
                : errors.getName();
        Optional<ConfigurationProperty> set = errors.getBoundProperties().stream()
                .filter(property -> property.getName().equals(key))
                .findFirst();
        String reason = error.getDefaultMessage() + ".";
        // What a record itself finds out names its key, and is found under a name that is none.
        return reason.startsWith("percept.") ? reason : named(key, set) + " " + reason;
    }

    /** A key, and where it was set. */
    private static String named(ConfigurationPropertyName key, Optional<ConfigurationProperty> set) {
        return key + set.map(property -> " (" + property.getOrigin() + ")").orElse("");
    }
}

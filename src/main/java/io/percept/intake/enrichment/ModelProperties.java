package io.percept.intake.enrichment;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which model runs.
 *
 * @param model directory of a bundle; not set: the percept-tiny of the jar
 */
@ConfigurationProperties("percept")
public record ModelProperties(Path model) {

    Optional<Path> directory() {
        return Optional.ofNullable(model).filter(path -> !path.toString().isBlank());
    }
}

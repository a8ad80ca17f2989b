package io.percept.intake;

import io.percept.engine.EngineOptions;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the engines use the machine.
 *
 * @param threads threads that share the work of one operator; more than the cores slows everything down. 0: one per
 *     core. Default 0
 * @param spinning whether idle engine threads wait actively; only where the engine has the cores for itself. Default
 *     false
 * @param cache directory to which the jar's bundle is unpacked, because engines read files. Default
 *     {@code .cache/percept} in the home directory
 */
@Validated
@ConfigurationProperties("percept.engine")
public record EngineProperties(
        @DefaultValue("0") @Min(0) int threads, @DefaultValue("false") boolean spinning, Path cache) {

    EngineOptions options() {
        return threads == 0
                ? new EngineOptions(EngineOptions.defaults().intraOpThreads(), spinning)
                : new EngineOptions(threads, spinning);
    }

    Path cacheDirectory() {
        return cache == null ? ModelRuntime.defaultCache() : cache;
    }
}

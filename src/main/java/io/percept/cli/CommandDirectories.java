package io.percept.cli;

import io.percept.engine.tensorrt.TensorRtSettings;
import io.percept.intake.enrichment.ModelRuntime;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

/** Where commands keep bundles and plans: where the service of the same environment looks for them. */
final class CommandDirectories {

    private CommandDirectories() {}

    /** {@code percept.engine.cache} of the environment ({@code PERCEPT_ENGINE_CACHE}) or the system properties, else the default. */
    static Path bundles() {
        return Binder.get(new StandardEnvironment())
                .bind("percept.engine.cache", Path.class)
                .orElseGet(ModelRuntime::defaultCache);
    }

    /** {@code percept.engine.tensorrt.plans} of the same ({@code PERCEPT_ENGINE_TENSORRT_PLANS}), else {@code plans} in {@link #bundles()}. */
    static Path plans() {
        return Binder.get(new StandardEnvironment())
                .bind("percept.engine.tensorrt.plans", Path.class)
                .orElseGet(() -> TensorRtSettings.defaults(bundles()).plans());
    }
}

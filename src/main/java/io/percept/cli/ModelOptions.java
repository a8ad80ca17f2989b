package io.percept.cli;

import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.intake.ModelRuntime;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model a command runs, and how. */
final class ModelOptions {

    @Option(names = "--bundle", paramLabel = "DIR", description = "Model bundle. Default: percept-tiny of the jar.")
    private Optional<Path> bundle = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the engines. Default: one per core.")
    private int threads;

    Bundle load() {
        return ModelRuntime.bundle(bundle, ModelRuntime.defaultCache());
    }

    EngineOptions engine() {
        return threads > 0 ? new EngineOptions(threads, EngineOptions.defaults().spinning()) : EngineOptions.defaults();
    }
}

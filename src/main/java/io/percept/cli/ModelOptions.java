package io.percept.cli;

import io.percept.engine.Bundle;
import io.percept.engine.launch.EngineChoice;
import io.percept.intake.enrichment.ModelRuntime;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model a command runs, and how. */
final class ModelOptions {

    @Option(names = "--bundle", paramLabel = "DIR", description = "Model bundle. Default: percept-tiny of the jar.")
    private Optional<Path> bundle = Optional.empty();

    @Mixin
    private EngineSelection engine;

    Bundle load() {
        return engine.of(ModelRuntime.bundle(bundle, CommandDirectories.bundles()));
    }

    EngineChoice engine() {
        return engine.choice();
    }
}

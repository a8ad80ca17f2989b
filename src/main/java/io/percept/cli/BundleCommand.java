package io.percept.cli;

import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.intake.ModelRuntime;
import io.percept.prompt.TokenLimits;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after model bundles. */
@Command(name = "bundle", mixinStandardHelpOptions = true, description = "Looks after model bundles.")
final class BundleCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getErr());
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Checks the description, the digest of every file, and that the engines run the graphs.")
    int verify(@Parameters(paramLabel = "DIR", description = "The bundle.") Path directory) {
        PrintWriter out = command.commandLine().getOut();
        Bundle bundle = Bundle.load(directory);
        out.printf("description  ok  %s %s, contract %d%n", bundle.name(), bundle.version(), Bundle.CONTRACT);
        out.printf("digests      ok  %s%n", bundle.digest());
        try (ModelRuntime runtime = ModelRuntime.open(
                bundle, EngineOptions.defaults(), WorkerOptions.DEFAULT, TokenLimits.DEFAULT, WorkerListener.NONE)) {
            out.printf("graphs       ok  %s%n", runtime.identity().engine());
        }
        out.flush();
        return 0;
    }
}

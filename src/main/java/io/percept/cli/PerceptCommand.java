package io.percept.cli;

import io.percept.cli.bench.BenchCommand;
import io.percept.cli.dlt.DltCommand;
import io.percept.contract.PerceptException;
import io.percept.engine.BundleException;
import io.percept.engine.EngineUnavailable;
import io.percept.policy.PolicyException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands; the service is one of them. */
@Command(
        name = "percept",
        mixinStandardHelpOptions = true,
        versionProvider = PerceptVersion.class,
        description = "Captions, answers, boxes and moderation of images.",
        subcommands = {
            ServeCommand.class,
            EnrichCommand.class,
            CollectCommand.class,
            DltCommand.class,
            EvaluateCommand.class,
            BundleCommand.class,
            CompileCommand.class,
            AccessCommand.class,
            BenchCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class PerceptCommand {

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description =
                    "Logs more, TensorRT's own messages among it, and tells failures with their traces; twice: everything.")
    private boolean[] verbose = {};

    private PerceptCommand() {}

    /** Whether the arguments start the service: none, {@code serve}, or only {@code --keys=values} of its configuration. */
    public static boolean serves(String[] arguments) {
        return arguments.length == 0
                || arguments[0].equals("serve") && !java.util.List.of(arguments).contains("--help")
                || arguments[0].startsWith("--") && arguments[0].contains("=");
    }

    /**
     * Runs a command.
     *
     * @return the exit status: 0 where all went well, 1 where something failed, 2 for a wrong command line
     */
    public static int run(String[] arguments) {
        CliLogging.configure(0);
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        PerceptCommand percept = new PerceptCommand();
        return new CommandLine(percept)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(percept::runLast)
                .setExecutionExceptionHandler(percept::explain);
    }

    private int runLast(CommandLine.ParseResult parsed) {
        if (verbose.length > 0) {
            CliLogging.configure(verbose.length);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** What a user can mend is told in a sentence; the rest, and all where more was asked for, with its trace. */
    private int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        boolean foreseen = failure instanceof PerceptException
                || failure instanceof BundleException
                || failure instanceof EngineUnavailable
                || failure instanceof PolicyException
                || failure instanceof IllegalArgumentException;
        if (!foreseen) {
            throw failure;
        }
        if (verbose.length > 0) {
            command.getErr().print(command.getColorScheme().stackTraceText(failure));
        }
        command.getErr().println(command.getColorScheme().errorText(failure.getMessage()));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}

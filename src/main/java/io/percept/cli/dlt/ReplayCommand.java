package io.percept.cli.dlt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the events of dead letters again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Sends the events of dead letters again, each once; 1 as exit status where one was not sent.")
final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "PARTITION@OFFSET",
            converter = PartitionOffset.Converter.class,
            description = "These letters only. Default: all that the options select.")
    private List<PartitionOffset> places = List.of();

    @Mixin
    private LetterOptions options;

    @Mixin
    private LetterFilter filter;

    @Option(names = "--limit", paramLabel = "N", description = "At most N letters, the first of each partition.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--to", paramLabel = "TOPIC", description = "Where to. Default: the topic each event came from.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--again", description = "Also letters that were replayed before.")
    private boolean again;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            description = "Events per second, at most. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--dry-run", description = "Only show what would be sent.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        Refusals.unless(limit > 0, command, "--limit must be at least 1.");
        Refusals.unless(rate > 0, command, "--rate must be at least 1 event per second.");
        Refusals.unless(
                !to.equals(Optional.of(options.topic())), command, "--to must be another topic than the letters'.");
        return DeadLetters.open(options, this::replay);
    }

    private int replay(DeadLetters letters) throws IOException, InterruptedException {
        Selection selection = new Selection(letters.replayed(), again, limit);
        if (places.isEmpty()) {
            letters.each(filter, selection::add);
        } else {
            places.stream().map(letters::at).filter(filter).forEach(selection::add);
        }
        PrintWriter out = command.commandLine().getOut();
        out.printf("%s. To: %s.%n", selection, to.orElse("where each came from"));
        out.flush();
        if (selection.places().isEmpty()) {
            return 0;
        }
        if (dryRun) {
            selection.places().forEach(out::println);
            out.flush();
            return 0;
        }
        return yes || isConfirmed() ? send(letters, selection) : 1;
    }

    private int send(DeadLetters letters, Selection selection) throws InterruptedException {
        PrintWriter errors = command.commandLine().getErr();
        try (Replayer replayer = new Replayer(letters, to);
                Interruption interruption = new Interruption()) {
            Replay replay = new Replay(replayer, rate, interruption::isAsked, errors);
            replay.run(letters, selection.places());
            PrintWriter out = command.commandLine().getOut();
            out.printf(
                    "%d of %d replayed and acknowledged.%n",
                    replay.sent(), selection.places().size());
            out.flush();
            if (replay.stoppedAt() != null) {
                errors.println("Run the same command again to go on: what was replayed is left out.");
            }
            return replay.failed() == 0 && replay.stoppedAt() == null ? 0 : 1;
        }
    }

    private boolean isConfirmed() throws IOException {
        PrintWriter errors = command.commandLine().getErr();
        errors.print("Send them? [y/N] ");
        errors.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        Refusals.unless(answer != null, command, "Nobody answers: give --yes to send them without a question.");
        boolean confirmed = answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        if (!confirmed) {
            errors.println("Nothing was sent.");
        }
        return confirmed;
    }
}

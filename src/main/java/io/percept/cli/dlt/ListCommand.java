package io.percept.cli.dlt;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists dead letters. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists dead letters, the newest last.")
final class ListCommand implements Callable<Integer> {

    private static final Comparator<LetterView> BY_TIME =
            Comparator.comparing(LetterView::time).thenComparing(LetterView::place);

    @Mixin
    private LetterOptions options;

    @Mixin
    private LetterFilter filter;

    @Option(names = "--open", description = "Only those that were not replayed yet.")
    private boolean open;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Show only the newest N. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--summary", description = "Only counts, by code and by fault.")
    private boolean summary;

    @Option(names = "--json", description = "One letter in JSON per line.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        Refusals.unless(limit > 0, command, "--limit must be at least 1.");
        return DeadLetters.open(options, this::list);
    }

    private int list(DeadLetters letters) {
        Queue<LetterView> newest = new PriorityQueue<>(BY_TIME);
        LetterSummary counts = new LetterSummary();
        letters.each(filter, letter -> {
            LetterView view = LetterView.of(letter, letters.replayed());
            if (open && !view.replayedTo().isEmpty()) {
                return;
            }
            counts.add(view);
            newest.add(view);
            if (newest.size() > limit) {
                newest.remove();
            }
        });
        PrintWriter out = command.commandLine().getOut();
        if (summary) {
            print(counts, letters.topic(), out);
        } else {
            print(newest, counts, letters.topic(), out);
        }
        out.flush();
        return 0;
    }

    private void print(LetterSummary counts, String topic, PrintWriter out) {
        if (json) {
            out.println(counts.json());
        } else {
            counts.print(out);
            out.println(counts.line(topic));
        }
    }

    private void print(Queue<LetterView> newest, LetterSummary counts, String topic, PrintWriter out) {
        if (!json && !newest.isEmpty()) {
            out.println(LetterView.heading());
        }
        for (LetterView view = newest.poll(); view != null; view = newest.poll()) {
            out.println(json ? view.json() : view.row());
        }
        if (!json) {
            out.println(counts.line(topic));
        }
    }
}

package io.percept.cli;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.PerceptException;
import io.percept.contract.ResultLine;
import io.percept.contract.TaskOutcome;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;

/** Prints results for a person: a line per image, and below it one per task. */
final class ResultTable {

    private static final int TASK_WIDTH = 12;

    private final PrintWriter out;

    ResultTable(PrintWriter out) {
        this.out = out;
    }

    void print(String name, CompletableFuture<EnrichmentResult> result) {
        out.println(name);
        if (result.isCompletedExceptionally()) {
            PerceptException failure = PerceptException.of(result.exceptionNow());
            line("failed", failure.code() + ", " + failure.getMessage());
        } else {
            for (TaskOutcome outcome : result.join().outcomes()) {
                line(outcome.task(), ResultLine.of(outcome));
            }
        }
        out.flush();
    }

    private void line(String task, String said) {
        out.printf("  %-" + TASK_WIDTH + "s  %s%n", task, said);
    }
}

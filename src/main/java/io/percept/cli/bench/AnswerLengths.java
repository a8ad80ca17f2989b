package io.percept.cli.bench;

import io.percept.prompt.Generation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many tokens the worker's answers have, their end included, in a workload that asks of every second event the same.
 *
 * @param even by picture, of the events of even numbers
 * @param odd of the others
 */
record AnswerLengths(List<Integer> even, List<Integer> odd) {

    /** Runs every picture of the workload twice through a worker on the bare engine. */
    static AnswerLengths of(Workload workload, Arena arena) {
        return new AnswerLengths(of(workload, 0, arena), of(workload, 1, arena));
    }

    private static List<Integer> of(Workload workload, int event, Arena arena) {
        Reference reference =
                Reference.of(workload, event, arena.bundle(), arena.engines().alone(), arena.planner());
        return reference.pictures().stream()
                .map(picture -> ((Generation) picture.outcomes().getFirst()).ids().length + 1)
                .toList();
    }

    /** Of the longest answer to any of the events {@code [from, to)}. */
    int longest(Batch batch, int from, int to) {
        return IntStream.range(from, to)
                .map(event -> (event % 2 == 0 ? even : odd).get(batch.picture(event)))
                .max()
                .orElseThrow();
    }
}

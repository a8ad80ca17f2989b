package io.percept.cli.bench;

import io.percept.prompt.Generation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many tokens the worker says, their end included, in a workload of answers and descriptions.
 *
 * @param answers by picture
 * @param descriptions by picture
 */
record AnswerLengths(List<Integer> answers, List<Integer> descriptions) {

    private static final int AN_ANSWER = 0;
    private static final int A_DESCRIPTION = 2;

    /** Runs every picture of the workload twice through a worker on the bare engine. */
    static AnswerLengths of(Workload workload, Arena arena) {
        return new AnswerLengths(of(workload, AN_ANSWER, arena), of(workload, A_DESCRIPTION, arena));
    }

    private static List<Integer> of(Workload workload, int event, Arena arena) {
        Reference reference =
                Reference.of(workload, event, arena.bundle(), arena.engines().alone(), arena.planner());
        return reference.pictures().stream()
                .map(picture -> ((Generation) picture.outcomes().getFirst()).ids().length + 1)
                .toList();
    }

    /** Of the longest text for any of the events {@code [from, to)}. */
    int longest(Batch batch, int from, int to) {
        return IntStream.range(from, to)
                .map(event -> (TaskSet.isAnswer(event) ? answers : descriptions).get(batch.picture(event)))
                .max()
                .orElseThrow();
    }
}

package io.percept.contract;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a task is to be done.
 *
 * @param exampleSet name of a set of worked examples of the event's policy; they come before {@code examples}
 * @param examples worked examples, placed in the prompt before the document
 * @param rationale whether to describe first and answer with the description in view
 * @param maxTokens limit on generated tokens
 * @param decoding how text is generated
 */
public record TaskOptions(
        Optional<String> exampleSet,
        List<Example> examples,
        boolean rationale,
        OptionalInt maxTokens,
        Decoding decoding) {

    public static final TaskOptions NONE =
            new TaskOptions(Optional.empty(), List.of(), false, OptionalInt.empty(), Decoding.GREEDY);

    public TaskOptions {
        Objects.requireNonNull(exampleSet, "exampleSet");
        examples = List.copyOf(examples);
        Objects.requireNonNull(decoding, "decoding");
    }

    public TaskOptions withRationale(boolean wanted) {
        return new TaskOptions(exampleSet, examples, wanted, maxTokens, decoding);
    }

    public TaskOptions withMaxTokens(int limit) {
        return new TaskOptions(exampleSet, examples, rationale, OptionalInt.of(limit), decoding);
    }

    public TaskOptions withDecoding(Decoding other) {
        return new TaskOptions(exampleSet, examples, rationale, maxTokens, other);
    }
}

package io.percept.contract;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a task is to be done.
 *
 * @param examples worked examples, placed in the prompt before the document
 * @param rationale whether to describe first and answer with the description in view
 * @param maxTokens limit on generated tokens
 */
public record TaskOptions(List<Example> examples, boolean rationale, OptionalInt maxTokens) {

    public static final TaskOptions NONE = new TaskOptions(List.of(), false, OptionalInt.empty());

    public TaskOptions {
        examples = List.copyOf(examples);
    }
}

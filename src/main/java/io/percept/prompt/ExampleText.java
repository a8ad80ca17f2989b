package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes what follows a worked example's document; empty where the example has nothing to say to the task. */
@FunctionalInterface
interface ExampleText {

    Optional<String> of(WorkedExample example);

    /**
     * Of tasks that are answered in words.
     *
     * @param text of an answer that is safe to be placed in a prompt
     */
    static ExampleText answers(Task task, TextEncoder encoder, UnaryOperator<String> text) {
        return example -> {
            if (example.answer().isBlank()) {
                throw new PerceptException(
                        ErrorCode.INVALID_TASK,
                        "Task %s (%s) has an example without an answer: only moderate can use labels alone."
                                .formatted(task.id(), task.type()));
            }
            return Optional.of(text.apply(encoder.safe(example.answer())));
        };
    }
}

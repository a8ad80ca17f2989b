package io.percept.intake.enrichment;

import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlan;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A task before the model worker sees it. */
sealed interface PreparedTask {

    Task task();

    /**
     * @param inputs that the plan was made of
     * @param seed of its draws, where it draws
     * @param decide makes the output of what the worker answers; may put further plans to the worker
     */
    record Ready(
            Task task,
            TaskInputs inputs,
            TaskPlan plan,
            OptionalLong seed,
            Function<TaskAnswer, CompletableFuture<TaskOutput>> decide)
            implements PreparedTask {}

    /** It lacks something, or asks for what there is not. */
    record Refused(Task task, PerceptException reason) implements PreparedTask {}
}

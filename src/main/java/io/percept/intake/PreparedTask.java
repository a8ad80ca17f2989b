package io.percept.intake;

import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskPlan;
import java.util.function.Function;

/** A task before the model worker sees it. */
sealed interface PreparedTask {

    Task task();

    /** @param decide makes the output of what the worker answers */
    record Ready(Task task, TaskPlan plan, Function<TaskAnswer, TaskOutput> decide) implements PreparedTask {}

    /** It lacks something, or asks for what there is not. */
    record Refused(Task task, PerceptException reason) implements PreparedTask {}
}

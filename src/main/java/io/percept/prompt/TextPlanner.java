package io.percept.prompt;

import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Plans one generation behind the prompt of a task, and reads it as text. Thread-safe. */
final class TextPlanner {

    private final TextEncoder encoder;
    private final PromptRoom room;
    private final GenerationPlanner generations;

    TextPlanner(TextEncoder encoder, PromptRoom room, GenerationPlanner generations) {
        this.encoder = encoder;
        this.room = room;
        this.generations = generations;
    }

    /**
     * A task that the text generated behind a prompt is the whole outcome of.
     *
     * @param example what a worked example says, of its answer
     * @param limit most tokens where the task names no limit
     */
    TaskPlan.Direct plan(TaskInputs inputs, Task task, String prompt, UnaryOperator<String> example, int limit) {
        return plan(inputs, task, prompt, example, limit, generation -> text(task, generation, Optional.empty()));
    }

    /**
     * The same, read otherwise.
     *
     * @param reader reads what was generated
     */
    TaskPlan.Direct plan(
            TaskInputs inputs,
            Task task,
            String promptText,
            UnaryOperator<String> example,
            int limit,
            Function<Generation, TaskOutput> reader) {
        TokenSequence prompt = room.tokens(promptText);
        ExampleText examples = ExampleText.answers(task, encoder, example);
        PromptRoom.Prefix prefix = room.prefix(inputs, examples, prompt.length() + reserved(task, limit));
        return behind(inputs, task, prefix, prompt, limit, reader);
    }

    /** A text behind a description and a prompt. */
    TaskPlan.Direct afterRationale(
            TaskInputs inputs, Task task, PromptRoom.Prefix prefix, TokenSequence prompt, int limit, String rationale) {
        return behind(
                inputs, task, prefix, prompt, limit, generation -> text(task, generation, Optional.of(rationale)));
    }

    /**
     * Tokens to keep free for a text: what the task asks for, but nobody drives out the document with a high limit,
     * unless it insists on the length.
     */
    static int reserved(Task task, int limit) {
        return Math.max(
                task.options().decoding().minTokens(),
                Math.min(limit, task.options().maxTokens().orElse(limit)));
    }

    private TaskPlan.Direct behind(
            TaskInputs inputs,
            Task task,
            PromptRoom.Prefix prefix,
            TokenSequence prompt,
            int limit,
            Function<Generation, TaskOutput> reader) {
        return new TaskPlan.Direct(
                List.of(generations.text(inputs, task, prefix.tokens(), prompt, limit)),
                outcomes -> new TaskAnswer.Output(reader.apply((Generation) outcomes.getFirst())),
                prefix.droppedTokens());
    }

    private TaskOutput text(Task task, Generation generation, Optional<String> rationale) {
        List<String> stop = task.options().decoding().stop();
        String text = StopStrings.cut(encoder.decode(generation.ids()), stop);
        return new TaskOutput.Text(text, rationale, !generation.complete());
    }
}

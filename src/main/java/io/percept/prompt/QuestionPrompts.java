package io.percept.prompt;

import io.percept.contract.Task;
import io.percept.engine.BundlePrompts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The prompts that tasks with a question have in common: worked examples, and a description first. Thread-safe. */
final class QuestionPrompts {

    private final BundlePrompts prompts;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final GenerationPlanner generations;
    private final int describeLimit;

    QuestionPrompts(
            BundlePrompts prompts,
            TextEncoder encoder,
            PromptRoom room,
            GenerationPlanner generations,
            int describeLimit) {
        this.prompts = prompts;
        this.encoder = encoder;
        this.room = room;
        this.generations = generations;
        this.describeLimit = describeLimit;
    }

    String example(String question, String answer) {
        return new PromptTemplate(prompts.example()).fill(Map.of("question", question, "answer", answer));
    }

    String afterRationale(String rationale, String question) {
        return new PromptTemplate(prompts.rationale())
                .fill(Map.of("rationale", rationale, "question", question))
                .strip();
    }

    /** Tokens of a question that follows a description, without the description. */
    int lengthAfterRationale(String question) {
        return encoder.prompt(afterRationale("", question)).length;
    }

    /** Tokens to keep free for a description. */
    int roomToDescribe() {
        return describeLimit + encoder.prompt(prompts.describe()).length;
    }

    /** Whether a description comes first. A document, or a part of one, without an image has nothing to describe and is asked directly. */
    static boolean describesFirst(TaskInputs inputs, Task task) {
        return task.options().rationale() && !inputs.document().images().isEmpty();
    }

    /**
     * A description of the document, which must show something, and then plans that have it in view. Both passes begin with
     * the same prefix, so that the second finds its keys and values.
     *
     * @param reserved tokens for what follows the description
     * @param then makes the plans of the prefix and the description
     */
    TaskPlan rationaleFirst(
            TaskInputs inputs,
            Task task,
            ExampleText example,
            int reserved,
            BiFunction<PromptRoom.Prefix, String, TaskPlan.Direct> then) {
        TokenSequence prompt = room.tokens(prompts.describe());
        PromptRoom.Prefix prefix = room.prefix(inputs, example, Math.max(prompt.length(), reserved) + describeLimit);
        return new TaskPlan.RationaleFirst(
                description(inputs, task, prefix, prompt).withFollower(),
                generation -> then.apply(prefix, readable(task, generation)),
                prefix.droppedTokens());
    }

    /**
     * A description of the document without any examples, and then plans that have it in view, each behind examples of its own. There must
     * be room for the document with them.
     *
     * @param then makes the plans of the description
     */
    TaskPlan rationaleBeforeExamples(TaskInputs inputs, Task task, Function<String, TaskPlan.Direct> then) {
        TokenSequence prompt = room.tokens(prompts.describe());
        TaskInputs alone = inputs.withExamples(List.of());
        PromptRoom.Prefix prefix = room.prefix(alone, example -> Optional.empty(), prompt.length() + describeLimit);
        return new TaskPlan.RationaleFirst(
                description(alone, task, prefix, prompt),
                generation -> then.apply(readable(task, generation)),
                prefix.droppedTokens());
    }

    private GenerationPlan description(TaskInputs inputs, Task task, PromptRoom.Prefix prefix, TokenSequence prompt) {
        return task instanceof Task.Answer
                ? generations.rationale(inputs, task, prefix.tokens(), prompt, describeLimit)
                : generations.rationaleAlone(inputs, task, prefix.tokens(), prompt, describeLimit);
    }

    /** The description as text, cut where it would read as more tokens than room was kept for. */
    private String readable(Task task, Generation generation) {
        String text = encoder.decode(generation.ids());
        String wanted = task instanceof Task.Answer
                ? text
                : StopStrings.cut(text, task.options().decoding().stop());
        return room.cut(encoder.safe(wanted), describeLimit);
    }
}

package io.percept.prompt;

import io.percept.engine.BundlePrompts;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The prompts that tasks with a question have in common: worked examples, and a description first. Thread-safe. */
final class QuestionPrompts {

    private final BundlePrompts prompts;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final int describeLimit;

    QuestionPrompts(BundlePrompts prompts, TextEncoder encoder, PromptRoom room, int describeLimit) {
        this.prompts = prompts;
        this.encoder = encoder;
        this.room = room;
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

    /**
     * A description of the document, and then plans that have it in view.
     *
     * @param reserved tokens for what follows the description
     * @param then makes the plans of the prefix and the description
     */
    TaskPlan rationaleFirst(
            TaskInputs inputs,
            UnaryOperator<String> example,
            int reserved,
            BiFunction<PromptRoom.Prefix, String, TaskPlan.Direct> then) {
        TokenSequence prompt = room.tokens(prompts.describe());
        PromptRoom.Prefix prefix = room.prefix(inputs, example, Math.max(prompt.length(), reserved) + describeLimit);
        return new TaskPlan.RationaleFirst(
                new GenerationPlan(prefix.tokens(), prompt, describeLimit),
                generation -> then.apply(prefix, readable(generation)),
                prefix.droppedTokens());
    }

    /** The description as text, cut where it would read as more tokens than room was kept for. */
    private String readable(Generation generation) {
        return room.cut(encoder.safe(encoder.decode(generation.ids())), describeLimit);
    }
}

package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.engine.BundlePrompts;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Plans answers to questions, which may speak of regions of an image, and may have a description first. Thread-safe. */
final class AnswerPlanner {

    private final BundlePrompts prompts;
    private final int limit;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final QuestionPrompts questions;
    private final RegionWriter regions;
    private final TextPlanner texts;

    /** @param limit most tokens of an answer where the task names no limit */
    AnswerPlanner(
            BundlePrompts prompts,
            int limit,
            TextEncoder encoder,
            PromptRoom room,
            QuestionPrompts questions,
            RegionWriter regions,
            TextPlanner texts) {
        this.prompts = prompts;
        this.limit = limit;
        this.encoder = encoder;
        this.room = room;
        this.questions = questions;
        this.regions = regions;
        this.texts = texts;
    }

    /** Tokens that a document may have to be asked about the whole of it. */
    int free(TaskInputs inputs, Task.Answer task) {
        boolean pointed =
                !task.regions().isEmpty() && !inputs.document().images().isEmpty();
        String question = pointed ? regions.question(inputs.document(), task) : encoder.safe(task.question());
        int asking = QuestionPrompts.describesFirst(inputs, task)
                ? questions.lengthAfterRationale(question) + questions.roomToDescribe()
                : encoder.prompt(prompt(question)).length;
        return room.free(inputs, examples(task, question), asking + TextPlanner.reserved(task, limit));
    }

    TaskPlan plan(TaskInputs inputs, Task.Answer task) {
        if (task.question().isBlank()) {
            throw new PerceptException(
                    ErrorCode.MISSING_QUESTION, "Task " + task.id() + " has no question: give one in `question`.");
        }
        if (!task.regions().isEmpty()) {
            TaskChecks.requireImage(inputs, task);
        }
        String question = regions.question(inputs.document(), task);
        if (!QuestionPrompts.describesFirst(inputs, task)) {
            return texts.plan(inputs, task, prompt(question), example(question), limit);
        }
        int reserved = TextPlanner.reserved(task, limit) + questions.lengthAfterRationale(question);
        return questions.rationaleFirst(inputs, task, examples(task, question), reserved, (prefix, rationale) -> {
            TokenSequence prompt = room.tokens(questions.afterRationale(rationale, question));
            return texts.afterRationale(inputs, task, prefix, prompt, limit, rationale);
        });
    }

    private String prompt(String question) {
        return new PromptTemplate(prompts.answer()).fill(Map.of("question", question));
    }

    private ExampleText examples(Task.Answer task, String question) {
        return ExampleText.answers(task, encoder, example(question));
    }

    private UnaryOperator<String> example(String question) {
        return answer -> questions.example(question, answer);
    }
}

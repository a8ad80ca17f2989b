package io.percept.prompt;

import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.engine.Bundle;
import io.percept.engine.BundlePrompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans choices: among texts by their likelihood after the question, among images by {@link ImageChoicePlanner}. Thread-safe. */
final class ChoicePlanner {

    private final BundlePrompts prompts;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final QuestionPrompts questions;
    private final ImageChoicePlanner images;

    ChoicePlanner(Bundle bundle, TextEncoder encoder, PromptRoom room, QuestionPrompts questions) {
        this.prompts = bundle.prompts();
        this.encoder = encoder;
        this.room = room;
        this.questions = questions;
        this.images = new ImageChoicePlanner(bundle.prompts(), encoder, room, questions);
    }

    /** Tokens that a document may have to choose a text for the whole of it. */
    int free(TaskInputs inputs, Task.Choose task) {
        String question = encoder.safe(task.question());
        int candidate = task.candidates().stream()
                .mapToInt(each -> each instanceof Candidate.Text text
                        ? encoder.plain(text.text().strip()).length
                        : 0)
                .max()
                .orElse(0);
        int asking = QuestionPrompts.describesFirst(inputs, task)
                ? questions.lengthAfterRationale(question) + questions.roomToDescribe()
                : room.tokens(new PromptTemplate(prompts.choose()).fill(Map.of("question", question)))
                        .length();
        return room.free(inputs, example(task, question), candidate + asking);
    }

    TaskPlan plan(TaskInputs inputs, Task.Choose task) {
        if (task.candidates().isEmpty()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK, "Task " + task.id() + " has nothing to choose from: give candidates.");
        }
        if (!task.options().rationale()) {
            TaskChecks.refuseDecoding(task);
        }
        List<int[]> texts = new ArrayList<>();
        for (Candidate candidate : task.candidates()) {
            if (candidate instanceof Candidate.Text text) {
                texts.add(encoder.plain(text.text().strip()));
            }
        }
        if (texts.isEmpty()) {
            return images.plan(inputs, task);
        }
        if (texts.size() < task.candidates().size() || texts.stream().anyMatch(ids -> ids.length == 0)) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task " + task.id() + " must have either texts that are not empty or images as candidates.");
        }
        return ofTexts(inputs, task, texts);
    }

    private TaskPlan ofTexts(TaskInputs inputs, Task.Choose task, List<int[]> candidates) {
        String question = encoder.safe(task.question());
        ExampleText example = example(task, question);
        int longest = candidates.stream().mapToInt(ids -> ids.length).max().orElse(0);
        if (QuestionPrompts.describesFirst(inputs, task)) {
            int reserved = longest + questions.lengthAfterRationale(question);
            return questions.rationaleFirst(inputs, task, example, reserved, (prefix, rationale) -> {
                TokenSequence prompt = room.tokens(questions.afterRationale(rationale, question));
                return scored(inputs, prefix, prompt, candidates, Optional.of(rationale));
            });
        }
        TokenSequence prompt = question.isEmpty()
                ? TokenSequence.EMPTY
                : room.tokens(new PromptTemplate(prompts.choose()).fill(Map.of("question", question)));
        return scored(
                inputs, room.prefix(inputs, example, prompt.length() + longest), prompt, candidates, Optional.empty());
    }

    private ExampleText example(Task.Choose task, String question) {
        return ExampleText.answers(
                task, encoder, answer -> question.isEmpty() ? answer : questions.example(question, answer));
    }

    private static TaskPlan.Direct scored(
            TaskInputs inputs,
            PromptRoom.Prefix prefix,
            TokenSequence prompt,
            List<int[]> candidates,
            Optional<String> rationale) {
        return new TaskPlan.Direct(
                List.of(new ScoringPlan(prefix.tokens(), prompt, candidates)),
                outcomes -> answer(
                        ((CandidateScores) outcomes.getFirst()).probabilities(inputs.choiceTemperature()), rationale),
                prefix.droppedTokens());
    }

    /** The first of the likeliest. */
    static TaskAnswer answer(double[] probabilities, Optional<String> rationale) {
        int best = 0;
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            values.add(probabilities[i]);
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new TaskAnswer.Output(new TaskOutput.Choice(best, values, rationale));
    }
}

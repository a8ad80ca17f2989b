package io.percept.prompt;

import io.percept.contract.Task;
import io.percept.engine.BundlePrompts;
import io.percept.vision.PreparedImage;
import java.util.List;
import java.util.Optional;

/**
 * Plans choices among images: each is put in the place that follows the document, and scored by the probability that the
 * model calls it correct. The document is the prefix of all. Thread-safe.
 */
final class ImageChoicePlanner {

    private final BundlePrompts prompts;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final QuestionPrompts questions;
    private final List<int[]> yesAndNo;

    ImageChoicePlanner(BundlePrompts prompts, TextEncoder encoder, PromptRoom room, QuestionPrompts questions) {
        this.prompts = prompts;
        this.encoder = encoder;
        this.room = room;
        this.questions = questions;
        this.yesAndNo = List.of(encoder.prompt("Yes"), encoder.prompt("No"));
    }

    TaskPlan plan(TaskInputs inputs, Task.Choose task) {
        if (inputs.candidateImages().size() != task.candidates().size()) {
            throw new IllegalArgumentException(
                    "Task " + task.id() + " has " + task.candidates().size() + " candidate images, but "
                            + inputs.candidateImages().size() + " were resolved");
        }
        ExampleText example = ExampleText.answers(task, encoder, answer -> answer);
        int reserved = tried("", inputs.candidateImages().getFirst()).length() + longestVerdict();
        if (QuestionPrompts.describesFirst(inputs, task)) {
            return questions.rationaleFirst(
                    inputs,
                    task,
                    example,
                    reserved,
                    (prefix, rationale) -> scored(inputs, prefix, rationale, Optional.of(rationale)));
        }
        return scored(inputs, room.prefix(inputs, example, reserved), "", Optional.empty());
    }

    /** @param before stands between the document and each candidate */
    private TaskPlan.Direct scored(
            TaskInputs inputs, PromptRoom.Prefix prefix, String before, Optional<String> rationale) {
        List<TokenPlan> plans = inputs.candidateImages().stream()
                .<TokenPlan>map(image -> new ScoringPlan(prefix.tokens(), tried(before, image), yesAndNo))
                .toList();
        return new TaskPlan.Direct(
                plans,
                outcomes -> ChoicePlanner.answer(likeliestYes(outcomes, inputs.choiceTemperature()), rationale),
                prefix.droppedTokens());
    }

    private TokenSequence tried(String before, PreparedImage image) {
        return room.newSequence()
                .tokens(encoder.prompt((before + " " + prompts.chooseImageBefore()).strip()))
                .image(image)
                .tokens(encoder.prompt(prompts.chooseImageAfter()))
                .build();
    }

    /** Each candidate's probability of Yes, made to sum to 1. */
    private static double[] likeliestYes(List<TokenOutcome> outcomes, double temperature) {
        double[] yes = outcomes.stream()
                .mapToDouble(outcome -> ((CandidateScores) outcome).probabilities(temperature)[0])
                .toArray();
        double sum = 0;
        for (double each : yes) {
            sum += each;
        }
        for (int i = 0; i < yes.length; i++) {
            yes[i] = sum > 0 ? yes[i] / sum : 1.0 / yes.length;
        }
        return yes;
    }

    private int longestVerdict() {
        return yesAndNo.stream().mapToInt(ids -> ids.length).max().orElse(0);
    }
}

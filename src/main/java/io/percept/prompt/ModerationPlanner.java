package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.engine.Bundle;
import io.percept.engine.BundleModeration;
import io.percept.engine.BundlePrompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Plans the questions of moderation labels, each scored by its verdicts. Thread-safe. */
final class ModerationPlanner {

    private final BundlePrompts prompts;
    private final BundleModeration moderation;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final QuestionPrompts questions;
    private final List<int[]> verdicts;

    ModerationPlanner(Bundle bundle, TextEncoder encoder, PromptRoom room, QuestionPrompts questions) {
        this.prompts = bundle.prompts();
        this.moderation = bundle.moderation();
        this.encoder = encoder;
        this.room = room;
        this.questions = questions;
        this.verdicts = moderation.candidates().stream().map(encoder::prompt).toList();
    }

    /** Tokens that a document may have to be moderated as a whole, for every label: each has its own words in the examples. */
    int free(TaskInputs inputs, Task.Moderate task) {
        Map<String, LabelQuestion> asked = asked(inputs, task);
        if (!QuestionPrompts.describesFirst(inputs, task)) {
            return roomForAll(inputs, asked, reserved(asked, false));
        }
        int described = roomForAll(inputs, asked, reserved(asked, true) + questions.roomToDescribe());
        // In parts there may be some that are asked directly.
        return room.fitter().fits(inputs.document(), described)
                ? described
                : Math.min(described, roomForAll(inputs, asked, reserved(asked, false)));
    }

    private int roomForAll(TaskInputs inputs, Map<String, LabelQuestion> asked, int reserved) {
        return asked.entrySet().stream()
                .mapToInt(label -> room.free(
                        inputs, example(label.getKey(), label.getValue().question()), reserved))
                .min()
                .orElseThrow();
    }

    /** How many labels are asked of each part of a document. */
    int labels(TaskInputs inputs, Task.Moderate task) {
        return asked(inputs, task).size();
    }

    TaskPlan plan(TaskInputs inputs, Task.Moderate task) {
        Map<String, LabelQuestion> asked = asked(inputs, task);
        return QuestionPrompts.describesFirst(inputs, task)
                ? afterRationale(inputs, task, asked)
                : direct(inputs, asked);
    }

    private TaskPlan afterRationale(TaskInputs inputs, Task.Moderate task, Map<String, LabelQuestion> asked) {
        int reserved = reserved(asked, true);
        if (inputs.examples().isEmpty()) {
            return questions.rationaleFirst(
                    inputs,
                    task,
                    example -> Optional.empty(),
                    reserved,
                    (prefix, rationale) -> described(asked, Collections.nCopies(asked.size(), prefix), rationale));
        }
        // One description for all labels. Behind the examples of one of them it would lean towards that label.
        List<PromptRoom.Prefix> prefixes = prefixes(inputs, asked, reserved + questions.roomToDescribe());
        return questions.rationaleBeforeExamples(inputs, task, rationale -> described(asked, prefixes, rationale));
    }

    private TaskPlan.Direct described(
            Map<String, LabelQuestion> asked, List<PromptRoom.Prefix> prefixes, String rationale) {
        return scored(
                asked,
                prefixes,
                label -> room.tokens(questions.afterRationale(rationale, label.question())),
                Optional.of(rationale));
    }

    private TaskPlan direct(TaskInputs inputs, Map<String, LabelQuestion> asked) {
        return scored(asked, prefixes(inputs, asked, reserved(asked, false)), this::prompt, Optional.empty());
    }

    /**
     * What each label is asked behind.
     *
     * @param reserved room for the longest question: without examples, which show the label, all have one prefix
     */
    private List<PromptRoom.Prefix> prefixes(TaskInputs inputs, Map<String, LabelQuestion> asked, int reserved) {
        if (inputs.examples().isEmpty()) {
            return Collections.nCopies(asked.size(), room.prefix(inputs, example -> Optional.empty(), reserved));
        }
        return asked.entrySet().stream()
                .map(label -> room.prefix(
                        inputs, example(label.getKey(), label.getValue().question()), reserved))
                .toList();
    }

    /**
     * @param prefixes one per label
     * @param prompt what a label is asked behind its prefix
     */
    private TaskPlan.Direct scored(
            Map<String, LabelQuestion> asked,
            List<PromptRoom.Prefix> prefixes,
            Function<LabelQuestion, TokenSequence> prompt,
            Optional<String> rationale) {
        List<TokenPlan> plans = new ArrayList<>();
        int dropped = 0;
        for (LabelQuestion label : asked.values()) {
            PromptRoom.Prefix prefix = prefixes.get(plans.size());
            plans.add(new ScoringPlan(prefix.tokens(), prompt.apply(label), verdicts));
            dropped = Math.max(dropped, prefix.droppedTokens());
        }
        return new TaskPlan.Direct(plans, outcomes -> labelScores(asked, outcomes, rationale), dropped);
    }

    /** What an example says of a label: whether it applies, or else its answer; an example that says neither is left out. */
    private ExampleText example(String label, String question) {
        return example -> {
            Boolean applies = example.labels().get(label);
            String answer = applies == null
                    ? encoder.safe(example.answer())
                    : moderation.candidates().get(applies ? 0 : 1);
            return answer.isEmpty() ? Optional.empty() : Optional.of(questions.example(question, answer));
        };
    }

    private TaskAnswer labelScores(
            Map<String, LabelQuestion> asked, List<TokenOutcome> outcomes, Optional<String> rationale) {
        Map<String, Double> scores = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, LabelQuestion> label : asked.entrySet()) {
            CandidateScores score = (CandidateScores) outcomes.get(i++);
            double temperature = label.getValue().temperature().orElse(moderation.temperature());
            scores.put(label.getKey(), score.probabilities(temperature)[0]);
        }
        return new TaskAnswer.LabelScores(scores, rationale);
    }

    private Map<String, LabelQuestion> asked(TaskInputs inputs, Task.Moderate task) {
        Map<String, LabelQuestion> known = inputs.questions();
        if (known.isEmpty()) {
            known = new LinkedHashMap<>();
            for (Map.Entry<String, String> own : moderation.questions().entrySet()) {
                known.put(own.getKey(), LabelQuestion.of(own.getValue()));
            }
        }
        Map<String, LabelQuestion> asked = new LinkedHashMap<>();
        for (String label : task.labels().isEmpty() ? known.keySet() : task.labels()) {
            LabelQuestion question = known.get(label);
            if (question == null) {
                throw new PerceptException(
                        ErrorCode.UNKNOWN_POLICY,
                        "Task %s asks for the label %s, but there is no question for it: known labels are %s."
                                .formatted(task.id(), label, known.keySet()));
            }
            asked.put(label, new LabelQuestion(question.question().strip(), question.temperature()));
        }
        return asked;
    }

    private TokenSequence prompt(LabelQuestion label) {
        return room.tokens(new PromptTemplate(prompts.moderate()).fill(Map.of("question", label.question())));
    }

    /** Tokens of the longest question, after a description or not, and of the longest verdict. */
    private int reserved(Map<String, LabelQuestion> asked, boolean describes) {
        int question = asked.values().stream()
                .mapToInt(label -> describes
                        ? questions.lengthAfterRationale(label.question())
                        : prompt(label).length())
                .max()
                .orElse(0);
        return question + verdicts.stream().mapToInt(ids -> ids.length).max().orElse(0);
    }
}

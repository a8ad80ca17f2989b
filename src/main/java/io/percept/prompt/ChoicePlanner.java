package io.percept.prompt;

import io.percept.contract.Candidate;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.engine.Bundle;
import io.percept.engine.BundleModeration;
import io.percept.engine.BundlePrompts;
import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Plans the tasks that score candidates, and the descriptions that may precede them. Thread-safe. */
final class ChoicePlanner {

    private final BundlePrompts prompts;
    private final BundleModeration moderation;
    private final TextEncoder encoder;
    private final PromptRoom room;
    private final QuestionPrompts questions;
    private final List<int[]> verdicts;
    private final List<int[]> yesAndNo;

    ChoicePlanner(Bundle bundle, TextEncoder encoder, PromptRoom room, QuestionPrompts questions) {
        this.prompts = bundle.prompts();
        this.moderation = bundle.moderation();
        this.encoder = encoder;
        this.room = room;
        this.questions = questions;
        this.verdicts = moderation.candidates().stream().map(encoder::prompt).toList();
        this.yesAndNo = List.of(encoder.prompt("Yes"), encoder.prompt("No"));
    }

    /** Tokens that a document may have to be moderated as a whole. */
    int roomToModerate(TaskInputs inputs, Task.Moderate task) {
        Map<String, String> asked = asked(inputs, task);
        String first = asked.values().iterator().next();
        boolean describes = task.options().rationale();
        int longest = asked.values().stream()
                .mapToInt(question -> describes
                        ? questions.lengthAfterRationale(question)
                        : encoder.prompt(fill(prompts.moderate(), question)).length)
                .max()
                .orElse(0);
        return room.free(
                inputs,
                answer -> questions.example(first, answer),
                longest + longest(verdicts) + (describes ? questions.roomToDescribe() : 0));
    }

    TaskPlan moderate(TaskInputs inputs, Task.Moderate task) {
        Map<String, String> asked = asked(inputs, task);
        if (!task.options().rationale()) {
            return verdicts(inputs, asked);
        }
        int longest = asked.values().stream()
                .mapToInt(question -> questions.lengthAfterRationale(question))
                .max()
                .orElse(0);
        // Examples would have to show the answer to each label's question; with a description they show the first
        // one's.
        String first = asked.values().iterator().next();
        return questions.rationaleFirst(
                inputs,
                answer -> questions.example(first, answer),
                longest + longest(verdicts),
                (prefix, rationale) -> new TaskPlan.Direct(
                        asked.values().stream()
                                .<TokenPlan>map(question -> new ScoringPlan(
                                        prefix.tokens(),
                                        room.tokens(questions.afterRationale(rationale, question)),
                                        verdicts))
                                .toList(),
                        outcomes -> labelScores(asked, outcomes, Optional.of(rationale)),
                        prefix.droppedTokens()));
    }

    private TaskPlan verdicts(TaskInputs inputs, Map<String, String> asked) {
        List<TokenPlan> plans = new ArrayList<>();
        int dropped = 0;
        int longest = asked.values().stream()
                .mapToInt(question -> encoder.prompt(fill(prompts.moderate(), question)).length)
                .max()
                .orElse(0);
        for (String question : asked.values()) {
            // Room for the longest question in each, so that all documents are cut alike and their prefixes are equal.
            PromptRoom.Prefix prefix =
                    room.prefix(inputs, answer -> questions.example(question, answer), longest + longest(verdicts));
            plans.add(new ScoringPlan(prefix.tokens(), room.tokens(fill(prompts.moderate(), question)), verdicts));
            dropped = Math.max(dropped, prefix.droppedTokens());
        }
        return new TaskPlan.Direct(plans, outcomes -> labelScores(asked, outcomes, Optional.empty()), dropped);
    }

    private TaskAnswer labelScores(Map<String, String> asked, List<TokenOutcome> outcomes, Optional<String> rationale) {
        Map<String, Double> scores = new LinkedHashMap<>();
        int i = 0;
        for (String label : asked.keySet()) {
            CandidateScores score = (CandidateScores) outcomes.get(i++);
            scores.put(label, score.probabilities(moderation.temperature())[0]);
        }
        return new TaskAnswer.LabelScores(scores, rationale);
    }

    private Map<String, String> asked(TaskInputs inputs, Task.Moderate task) {
        Map<String, String> known = inputs.questions().isEmpty() ? moderation.questions() : inputs.questions();
        Map<String, String> asked = new LinkedHashMap<>();
        for (String label : task.labels().isEmpty() ? known.keySet() : task.labels()) {
            String question = known.get(label);
            if (question == null) {
                throw new PerceptException(
                        ErrorCode.UNKNOWN_POLICY,
                        "Task %s asks for the label %s, but there is no question for it: known labels are %s."
                                .formatted(task.id(), label, known.keySet()));
            }
            asked.put(label, question.strip());
        }
        return asked;
    }

    /** Tokens that a document may have to choose a text for the whole of it. */
    int roomToChoose(TaskInputs inputs, Task.Choose task) {
        String question = encoder.safe(task.question());
        int candidate = task.candidates().stream()
                .mapToInt(each -> each instanceof Candidate.Text text
                        ? encoder.plain(text.text().strip()).length
                        : 0)
                .max()
                .orElse(0);
        int asking = task.options().rationale()
                ? questions.lengthAfterRationale(question) + questions.roomToDescribe()
                : encoder.prompt(fill(prompts.choose(), question)).length;
        return room.free(
                inputs,
                answer -> question.isEmpty() ? answer : questions.example(question, answer),
                candidate + asking);
    }

    TaskPlan choose(TaskInputs inputs, Task.Choose task) {
        if (task.candidates().isEmpty()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK, "Task " + task.id() + " has nothing to choose from: give candidates.");
        }
        List<int[]> texts = new ArrayList<>();
        for (Candidate candidate : task.candidates()) {
            if (candidate instanceof Candidate.Text text) {
                texts.add(encoder.plain(text.text().strip()));
            }
        }
        if (texts.isEmpty()) {
            return chooseImage(inputs, task);
        }
        if (texts.size() < task.candidates().size() || texts.stream().anyMatch(ids -> ids.length == 0)) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task " + task.id() + " must have either texts that are not empty or images as candidates.");
        }
        return chooseText(inputs, task, texts);
    }

    private TaskPlan chooseText(TaskInputs inputs, Task.Choose task, List<int[]> candidates) {
        String question = encoder.safe(task.question());
        UnaryOperator<String> example = answer -> question.isEmpty() ? answer : questions.example(question, answer);
        if (task.options().rationale()) {
            int reserved = longest(candidates) + questions.lengthAfterRationale(question);
            return questions.rationaleFirst(inputs, example, reserved, (prefix, rationale) -> {
                TokenSequence prompt = room.tokens(questions.afterRationale(rationale, question));
                return choice(prefix, prompt, candidates, Optional.of(rationale));
            });
        }
        TokenSequence prompt = question.isEmpty() ? TokenSequence.EMPTY : room.tokens(fill(prompts.choose(), question));
        return choice(
                room.prefix(inputs, example, prompt.length() + longest(candidates)),
                prompt,
                candidates,
                Optional.empty());
    }

    private static TaskPlan.Direct choice(
            PromptRoom.Prefix prefix, TokenSequence prompt, List<int[]> candidates, Optional<String> rationale) {
        return new TaskPlan.Direct(
                List.of(new ScoringPlan(prefix.tokens(), prompt, candidates)),
                outcomes -> choice(((CandidateScores) outcomes.getFirst()).probabilities(1), rationale),
                prefix.droppedTokens());
    }

    private TaskPlan chooseImage(TaskInputs inputs, Task.Choose task) {
        if (inputs.candidateImages().size() != task.candidates().size()) {
            throw new IllegalArgumentException(
                    "Task " + task.id() + " has " + task.candidates().size() + " candidate images, but "
                            + inputs.candidateImages().size() + " were resolved");
        }
        if (task.options().rationale()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task " + task.id() + " cannot have a rationale: its candidates are images.");
        }
        List<TokenSequence> tried =
                inputs.candidateImages().stream().map(this::tried).toList();
        int longest = tried.stream().mapToInt(TokenSequence::length).max().orElseThrow();
        PromptRoom.Prefix prefix = room.prefix(inputs, answer -> answer, longest + longest(yesAndNo));
        List<TokenPlan> plans = tried.stream()
                .<TokenPlan>map(prompt -> new ScoringPlan(prefix.tokens(), prompt, yesAndNo))
                .toList();
        return new TaskPlan.Direct(plans, ChoicePlanner::likeliestYes, prefix.droppedTokens());
    }

    private TokenSequence tried(PreparedImage image) {
        return room.newSequence()
                .tokens(encoder.prompt(prompts.chooseImageBefore()))
                .image(image)
                .tokens(encoder.prompt(prompts.chooseImageAfter()))
                .build();
    }

    /** Each candidate's probability of Yes, made to sum to 1. */
    private static TaskAnswer likeliestYes(List<TokenOutcome> outcomes) {
        double[] yes = outcomes.stream()
                .mapToDouble(outcome -> ((CandidateScores) outcome).probabilities(1)[0])
                .toArray();
        double sum = 0;
        for (double each : yes) {
            sum += each;
        }
        for (int i = 0; i < yes.length; i++) {
            yes[i] = sum > 0 ? yes[i] / sum : 1.0 / yes.length;
        }
        return choice(yes, Optional.empty());
    }

    private static TaskAnswer choice(double[] probabilities, Optional<String> rationale) {
        int best = 0;
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            values.add(probabilities[i]);
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new TaskAnswer.Output(new TaskOutput.Choice(best, values, rationale));
    }

    private static String fill(String template, String question) {
        return new PromptTemplate(template).fill(Map.of("question", question));
    }

    private static int longest(List<int[]> candidates) {
        return candidates.stream().mapToInt(ids -> ids.length).max().orElse(0);
    }
}

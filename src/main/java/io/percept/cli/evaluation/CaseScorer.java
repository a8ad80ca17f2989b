package io.percept.cli.evaluation;

import io.percept.cli.evaluation.CaseMarks.LabelMark;
import io.percept.cli.evaluation.CaseMarks.Mark;
import io.percept.cli.evaluation.CaseMarks.Reading;
import io.percept.contract.BoundingBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Scores what was said of a case against what is expected of it. Thread-safe. */
final class CaseScorer {

    private static final Pattern READS = Pattern.compile(
            "\\b(text|written)\\b.*\\b(say|written|image)\\b|^what does .* say\\b|^what is written",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final double ENOUGH = 0.5;
    private static final int NOTHING_CHOSEN = -1;

    private final CaptionNouns nouns;
    private final ConfounderPairs pairs;

    CaseScorer(CaptionNouns nouns, ConfounderPairs pairs) {
        this.nouns = nouns;
        this.pairs = pairs;
    }

    /** @throws IllegalArgumentException where what is expected is of no form that is known */
    CaseMarks marks(EvaluationCase asked, Said said) {
        return switch (said) {
            case Said.Text text -> ofText(asked, text.text());
            case Said.Boxes boxes -> ofBoxes(asked.expect(), boxes.boxes());
            case Said.Scores scores -> ofScores(asked, scores.byLabel());
            case Said.Choice choice -> ofChoice(asked, choice.index());
        };
    }

    /**
     * The marks of a case that failed: all of it is wrong. A moderation has none, for a score that is not there is no wrong one.
     */
    CaseMarks failed(EvaluationCase asked) {
        try {
            CaseMarks marks =
                    switch (asked.type()) {
                        case "caption", "describe", "refer", "answer" -> ofText(asked, "");
                        case "ground" -> ofBoxes(asked.expect(), List.of());
                        case "choose" -> ofChoice(asked, NOTHING_CHOSEN);
                        default -> CaseMarks.NONE;
                    };
            return marks.asWrong();
        } catch (RuntimeException e) {
            // What it expects cannot be read, so its figures are not known. That it failed is reported all the same.
            return CaseMarks.NONE;
        }
    }

    private CaseMarks ofText(EvaluationCase asked, String said) {
        return switch (asked.type()) {
            case "caption" -> ofCaption(asked.expect(), said);
            case "describe" -> ofDescription(asked.expect(), said);
            case "refer" -> ofName(asked.expect(), said);
            default -> ofAnswer(asked, said);
        };
    }

    private CaseMarks ofCaption(JsonNode expect, String said) {
        List<Mark> marks = new ArrayList<>();
        if (CaseValues.given(expect, "objects").isPresent()) {
            Map<String, Integer> wanted = nouns.expected(CaseValues.list(expect, "objects"));
            Map<String, Integer> found = nouns.count(said);
            marks.add(Mark.of("caption_exact", found.equals(wanted)));
            if (!wanted.isEmpty()) {
                double hits = wanted.entrySet().stream()
                        .mapToInt(e -> Math.min(e.getValue(), found.getOrDefault(e.getKey(), 0)))
                        .sum();
                int all = wanted.values().stream().mapToInt(Integer::intValue).sum();
                marks.add(new Mark("caption_object_recall", hits / all));
            }
        }
        textWithin(expect, said, "caption_text_recall").ifPresent(marks::add);
        return CaseMarks.of(marks);
    }

    private CaseMarks ofDescription(JsonNode expect, String said) {
        List<Mark> marks = new ArrayList<>();
        Map<String, Integer> wanted = nouns.expected(CaseValues.list(expect, "objects"));
        if (!wanted.isEmpty()) {
            double hits = wanted.keySet().stream()
                    .filter(noun -> nouns.named(said, noun))
                    .count();
            marks.add(new Mark("describe_object_recall", hits / wanted.size()));
        }
        textWithin(expect, said, "describe_text_recall").ifPresent(marks::add);
        return CaseMarks.of(marks);
    }

    private static Optional<Mark> textWithin(JsonNode expect, String said, String figure) {
        List<String> texts = accepted(expect, "text").stream()
                .filter(text -> !AnswerNormalisation.trimmed(text).isEmpty())
                .toList();
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(Mark.of(figure, texts.stream().anyMatch(text -> AnswerNormalisation.holds(said, text))));
    }

    private static CaseMarks ofName(JsonNode expect, String said) {
        List<String> names = accepted(expect, "answer");
        return names.isEmpty()
                ? CaseMarks.NONE
                : CaseMarks.of(List.of(Mark.of("referring", names.stream().anyMatch(name -> isSameName(said, name)))));
    }

    private static boolean isSameName(String said, String wanted) {
        String name = CaptionNouns.name(wanted);
        return name.isEmpty()
                ? AnswerNormalisation.trimmed(said).equals(AnswerNormalisation.trimmed(wanted))
                : CaptionNouns.name(said).equals(name);
    }

    private static CaseMarks ofAnswer(EvaluationCase asked, String said) {
        List<String> texts = accepted(asked.expect(), "text");
        List<String> answers = texts.isEmpty() ? accepted(asked.expect(), "answer") : texts;
        if (answers.isEmpty()) {
            return CaseMarks.NONE;
        }
        if (!texts.isEmpty() || reads(asked.question(), answers)) {
            return ofReading(
                    answers.stream().map(AnswerNormalisation::trimmed).toList(), AnswerNormalisation.trimmed(said));
        }
        int images = asked.images().size();
        String figure = images == 0 ? "answers_text_only" : images > 1 ? "answers_across_images" : "answers";
        boolean right = answers.stream().anyMatch(answer -> AnswerNormalisation.agrees(said, answer));
        return CaseMarks.of(List.of(Mark.of(figure, right)));
    }

    /** Whether a question asks what a text says. One that is answered by yes or no asks whether there is one. */
    private static boolean reads(String question, List<String> answers) {
        String trimmed = AnswerNormalisation.trimmed(question);
        return READS.matcher(trimmed).find()
                && trimmed.toLowerCase(Locale.ROOT).startsWith("what")
                && answers.stream()
                        .map(AnswerNormalisation::normalise)
                        .noneMatch(answer -> answer.equals("yes") || answer.equals("no"));
    }

    private static CaseMarks ofReading(List<String> wanted, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        List<Mark> marks = List.of(
                Mark.of("reading_exact", wanted.contains(said)),
                Mark.of("reading_exact_any_case", wanted.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT)
                        .equals(lower))));
        Reading nearest = wanted.stream()
                .map(text -> new Reading(Metrics.characterErrors(text, said), text.codePointCount(0, text.length())))
                .min(Comparator.comparingInt(Reading::errors))
                .orElseThrow();
        return new CaseMarks(marks, List.of(nearest), List.of());
    }

    private static CaseMarks ofBoxes(JsonNode expect, List<BoundingBox> said) {
        List<Mark> marks = new ArrayList<>();
        List<Optional<BoundingBox>> wanted =
                CaseValues.list(expect, "boxes").stream().map(CaseValues::box).toList();
        List<BoundingBox> left = new ArrayList<>(said);
        for (Optional<BoundingBox> box : wanted) {
            Optional<BoundingBox> hit = box.flatMap(expected -> left.stream()
                    .max(Comparator.comparingDouble(candidate -> Metrics.overlap(candidate, expected)))
                    .filter(best -> Metrics.overlap(best, expected) >= ENOUGH));
            marks.add(Mark.of("grounding", hit.isPresent()));
            hit.ifPresent(left::remove);
        }
        if (CaseValues.given(expect, "boxes").isPresent()) {
            said.forEach(box -> marks.add(Mark.of(
                    "grounding_precision",
                    wanted.stream()
                            .flatMap(Optional::stream)
                            .anyMatch(expected -> Metrics.overlap(box, expected) >= ENOUGH))));
        }
        return CaseMarks.of(marks);
    }

    private CaseMarks ofScores(EvaluationCase asked, Map<String, Double> scores) {
        Optional<JsonNode> labels = CaseValues.given(asked.expect(), "labels");
        if (labels.isEmpty()) {
            return CaseMarks.NONE;
        }
        if (!labels.get().isObject()) {
            throw new IllegalArgumentException("The expected 'labels' are no object of labels, each with 0 or 1.");
        }
        List<LabelMark> marks = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : labels.get().properties()) {
            boolean truth = CaseValues.truth(label.getValue())
                    .orElseThrow(() -> new IllegalArgumentException("The expected label '%s' is %s, neither 0 nor 1."
                            .formatted(label.getKey(), label.getValue())));
            Double score = scores.get(label.getKey());
            if (score == null) {
                throw new IllegalArgumentException(
                        "There is no score of the expected label '%s'.".formatted(label.getKey()));
            }
            marks.add(new LabelMark(
                    label.getKey(), new ScoredLabel(score, truth, pairs.has(asked, label.getKey(), truth))));
        }
        return new CaseMarks(List.of(), List.of(), marks);
    }

    private static CaseMarks ofChoice(EvaluationCase asked, int said) {
        Optional<JsonNode> choice = CaseValues.given(asked.expect(), "choice");
        if (choice.isEmpty()) {
            return CaseMarks.NONE;
        }
        String figure = asked.figure().isEmpty() ? ChoiceFigure.of(asked) : asked.figure();
        boolean right = said != NOTHING_CHOSEN && isRight(said, asked.candidateNames(), choice.get());
        return CaseMarks.of(List.of(Mark.of(figure, right)));
    }

    private static boolean isRight(int said, List<String> candidates, JsonNode choice) {
        if (!choice.isArray()) {
            return said == position(candidates, choice);
        }
        if (choice.isEmpty()) {
            throw new IllegalArgumentException("A list of accepted choices is empty: nothing could be right.");
        }
        for (JsonNode each : choice) {
            if (said == position(candidates, each)) {
                return true;
            }
        }
        return false;
    }

    /** Where an expected choice is among the candidates: its number from 0, or the candidate itself. */
    private static int position(List<String> candidates, JsonNode choice) {
        if (choice.isNumber()) {
            double number = choice.asDouble(Double.NaN);
            if (number != Math.rint(number) || number < 0 || number >= candidates.size()) {
                throw new IllegalArgumentException(
                        "The expected choice %s is no number of a candidate: there are %d, from 0."
                                .formatted(choice, candidates.size()));
            }
            return (int) number;
        }
        String wanted = CaseValues.written(choice);
        int same = candidates.indexOf(wanted);
        for (int i = 0; same < 0 && i < candidates.size(); i++) {
            same = AnswerNormalisation.agrees(candidates.get(i), wanted) ? i : same;
        }
        if (same < 0) {
            throw new IllegalArgumentException("The expected choice '%s' is none of the candidates.".formatted(wanted));
        }
        return same;
    }

    /** The answers that are accepted; none where the key is left out. */
    private static List<String> accepted(JsonNode expect, String key) {
        return CaseValues.given(expect, key).map(CaseValues::accepted).orElse(List.of());
    }
}

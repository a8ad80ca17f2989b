package io.percept.cli.evaluation;

import io.percept.contract.BoundingBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Collects cases into figures. Not thread-safe: cases are added in their order. */
final class Figures {

    private static final Pattern READS = Pattern.compile(
            "\\b(text|written)\\b.*\\b(say|written|image)\\b|^what does .* say\\b|^what is written",
            Pattern.CASE_INSENSITIVE);

    private final CaptionNouns nouns;
    private final Map<String, List<Double>> values = new TreeMap<>();
    private final ModerationFigures moderation = new ModerationFigures();
    private int characterErrors;
    private int characters;

    /** @param plurals the bundle's plural to singular */
    Figures(Map<String, String> plurals) {
        this.nouns = new CaptionNouns(plurals);
    }

    void add(EvaluationCase asked, Said said) {
        switch (said) {
            case Said.Text text -> addText(asked, text.text());
            case Said.Boxes boxes -> addBoxes(asked, boxes.boxes());
            case Said.Scores scores -> moderation.add(asked, scores.byLabel());
            case Said.Choice choice -> addChoice(asked, choice.index());
        }
    }

    /** Every figure with its value, 95 % interval and number of cases, in the order in which they are printed. */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        values.forEach((name, list) -> {
            double mean =
                    list.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            Map<String, Object> figure = new LinkedHashMap<>();
            figure.put("value", Metrics.round(mean));
            figure.put("interval", Metrics.interval(mean, list.size()));
            figure.put("cases", list.size());
            summary.put(name, figure);
        });
        if (characters > 0) {
            summary.put(
                    "reading_character_errors",
                    Map.of("value", Metrics.round((double) characterErrors / characters), "letters", characters));
        }
        summary.putAll(moderation.summary());
        return summary;
    }

    private void addText(EvaluationCase asked, String said) {
        switch (asked.type()) {
            case "caption" -> addCaption(asked.expect(), said);
            case "describe" -> addDescription(asked.expect(), said);
            case "refer" -> count(
                    "referring",
                    CaptionNouns.name(said)
                            .equals(CaptionNouns.name(
                                    asked.expect().get("answer").asString())));
            default -> addAnswer(asked, said);
        }
    }

    private void addCaption(JsonNode expect, String said) {
        if (expect.has("objects")) {
            Map<String, Integer> wanted = nouns.expected(objects(expect));
            Map<String, Integer> found = nouns.count(said);
            count("caption_exact", found.equals(wanted));
            if (!wanted.isEmpty()) {
                double hits = wanted.entrySet().stream()
                        .mapToInt(e -> Math.min(e.getValue(), found.getOrDefault(e.getKey(), 0)))
                        .sum();
                measure("caption_object_recall", hits / objects(expect).size());
            }
        }
        String text = expect.path("text").asString("");
        if (!text.isEmpty()) {
            count("caption_text_recall", contains(said, text));
        }
    }

    private void addDescription(JsonNode expect, String said) {
        List<String> names = objects(expect).stream()
                .map(name -> nouns.singular(name.toLowerCase(Locale.ROOT)))
                .distinct()
                .toList();
        if (!names.isEmpty()) {
            double hits = names.stream().filter(name -> contains(said, name)).count();
            measure("describe_object_recall", hits / names.size());
        }
        String text = expect.path("text").asString("");
        if (!text.isEmpty()) {
            count("describe_text_recall", contains(said, text));
        }
    }

    private void addAnswer(EvaluationCase asked, String said) {
        JsonNode expect = asked.expect();
        if (expect.has("text") || READS.matcher(asked.question()).find()) {
            addReading(
                    expect.path("text")
                            .asString(expect.path("answer").asString(""))
                            .strip(),
                    said.strip());
            return;
        }
        String name =
                asked.images() == 0 ? "answers_text_only" : asked.images() > 1 ? "answers_across_images" : "answers";
        String wanted = AnswerNormalisation.normalise(expect.get("answer").asString());
        count(name, AnswerNormalisation.normalise(said).equals(wanted));
    }

    private void addReading(String wanted, String said) {
        count("reading_exact", wanted.equals(said));
        count("reading_exact_any_case", wanted.toLowerCase(Locale.ROOT).equals(said.toLowerCase(Locale.ROOT)));
        characterErrors += Metrics.characterErrors(wanted, said);
        characters += wanted.codePointCount(0, wanted.length());
    }

    private void addBoxes(EvaluationCase asked, List<BoundingBox> said) {
        List<BoundingBox> left = new ArrayList<>(said);
        for (JsonNode wanted : EvaluationCase.list(asked.expect().get("boxes"))) {
            BoundingBox box = box(wanted);
            BoundingBox best = left.stream()
                    .max(Comparator.comparingDouble(candidate -> Metrics.overlap(candidate, box)))
                    .orElse(null);
            boolean hit = best != null && Metrics.overlap(best, box) >= 0.5;
            count("grounding", hit);
            if (hit) {
                left.remove(best);
            }
        }
    }

    private void addChoice(EvaluationCase asked, int said) {
        JsonNode choice = asked.expect().get("choice");
        int wanted = choice.isString()
                ? asked.candidates().stream()
                        .map(EvaluationCase::nameOf)
                        .toList()
                        .indexOf(choice.asString())
                : choice.asInt();
        count(asked.figure().isEmpty() ? figureOf(asked) : asked.figure(), said == wanted);
    }

    private static String figureOf(EvaluationCase asked) {
        if (asked.choosesImages()) {
            return "matrices";
        }
        if (asked.question().startsWith("what is the sentiment")) {
            return asked.task().path("rationale").asBoolean(false) ? "sentiment_rationale" : "sentiment_direct";
        }
        long shots = asked.examples().isEmpty()
                ? asked.images() - 1
                : asked.examples().size();
        return "few_shot_" + shots;
    }

    static BoundingBox box(JsonNode box) {
        return new BoundingBox(
                box.get(0).asDouble(),
                box.get(1).asDouble(),
                box.get(2).asDouble(),
                box.get(3).asDouble());
    }

    private static List<String> objects(JsonNode expect) {
        return EvaluationCase.list(expect.path("objects")).stream()
                .map(JsonNode::asString)
                .toList();
    }

    private static boolean contains(String said, String wanted) {
        return AnswerNormalisation.normalise(said).contains(AnswerNormalisation.normalise(wanted));
    }

    private void count(String figure, boolean right) {
        measure(figure, right ? 1 : 0);
    }

    private void measure(String figure, double value) {
        values.computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
    }
}

package io.percept.contract;

import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import java.util.Comparator;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A result in one line for a person: what is seen, answered and decided. */
public final class ResultLine {

    private ResultLine() {}

    /** The whole line, beginning with the event. */
    public static String of(EnrichmentResult result) {
        StringJoiner line = new StringJoiner(" | ");
        result.outcomes().forEach(outcome -> line.add(outcome.task() + ": " + of(outcome)));
        return "%s (%.0f ms) %s".formatted(result.eventId(), result.timings().totalMillis(), line);
    }

    /** One task's part of it. */
    public static String of(TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Failed failed -> failed.code() + ", " + failed.message();
            case TaskOutcome.Completed completed -> of(completed.output());
        };
    }

    private static String of(TaskOutput output) {
        return switch (output) {
            case TaskOutput.Text text -> '"' + text.text() + '"';
            case TaskOutput.Grounded grounded -> grounded(grounded);
            case TaskOutput.AltTexts altTexts -> altTexts(altTexts);
            case TaskOutput.Moderation moderation -> decision(moderation.decision());
            case TaskOutput.Choice choice -> String.format(
                    Locale.ROOT,
                    "candidate %d (%.2f)",
                    choice.index() + 1,
                    choice.probabilities().get(choice.index()));
        };
    }

    private static String grounded(TaskOutput.Grounded grounded) {
        return grounded.phrases().isEmpty()
                ? "nothing found"
                : grounded.phrases().stream()
                        .map(phrase -> phrase.phrase()
                                + phrase.boxes().stream()
                                        .map(ResultLine::box)
                                        .collect(Collectors.joining(" ", " ", "")))
                        .collect(Collectors.joining(", "));
    }

    private static String altTexts(TaskOutput.AltTexts altTexts) {
        return altTexts.images().isEmpty()
                ? "no image"
                : altTexts.images().stream()
                        .map(image -> '"'
                                + image.suggested()
                                + '"'
                                + (image.decorative().isEmpty() ? "" : " (perhaps decorative)"))
                        .collect(Collectors.joining(", "));
    }

    private static String box(BoundingBox box) {
        return String.format(Locale.ROOT, "[%.2f %.2f %.2f %.2f]", box.x1(), box.y1(), box.x2(), box.y2());
    }

    /** The action, and the labels that called for it; the highest label where none did, and what else called for it. */
    private static String decision(ModerationDecision decision) {
        String labels = decision.labels().stream()
                .filter(label -> label.action() != Action.ALLOW)
                .sorted(Comparator.comparingDouble(LabelDecision::score).reversed())
                .map(ResultLine::label)
                .collect(Collectors.joining(", "));
        if (labels.isEmpty()) {
            labels = decision.labels().stream()
                    .max(Comparator.comparingDouble(LabelDecision::score))
                    .map(label -> "highest " + label(label))
                    .orElse("");
        }
        String reason = decision.reason().map(why -> "; " + why).orElse("");
        return decision.action().name().toLowerCase(Locale.ROOT) + " (" + labels + reason + ")";
    }

    private static String label(LabelDecision label) {
        return String.format(Locale.ROOT, "%s %.2f", label.label(), label.score());
    }
}

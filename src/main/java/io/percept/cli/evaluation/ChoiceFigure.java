package io.percept.cli.evaluation;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The figure that a choice counts for where the case names none. */
final class ChoiceFigure {

    private ChoiceFigure() {}

    static String of(EvaluationCase asked) {
        if (asked.choosesImages()) {
            return "matrices";
        }
        if (asked.asksForSentiment()) {
            return asked.rationale() ? "sentiment_rationale" : "sentiment_direct";
        }
        int shots = asked.examples().isEmpty()
                ? shown(asked.content(), asked.candidateNames())
                : asked.examples().size();
        return shots > 0 ? "few_shot_" + shots : "choices";
    }

    /** The worked examples within a document: its images, but for the last, behind which the text ends with a candidate. */
    private static int shown(List<JsonNode> content, List<String> candidates) {
        int count = 0;
        boolean behindAnImage = false;
        StringBuilder behind = new StringBuilder();
        for (JsonNode part : content) {
            if (part.has("text")) {
                behind.append(' ').append(part.get("text").stringValue());
                continue;
            }
            String text = behind.toString();
            if (behindAnImage && candidates.stream().anyMatch(candidate -> endsWith(text, candidate))) {
                count++;
            }
            behindAnImage = true;
            behind.setLength(0);
        }
        return count;
    }

    private static boolean endsWith(String text, String candidate) {
        String normal = AnswerNormalisation.normalise(candidate);
        return normal.isEmpty()
                ? AnswerNormalisation.trimmed(text).equals(AnswerNormalisation.trimmed(candidate))
                : (" " + AnswerNormalisation.normalise(text)).endsWith(" " + normal);
    }
}

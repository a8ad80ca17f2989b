package io.percept.cli.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the nouns of a caption with their counts; its text and its colours are left out. */
final class CaptionNouns {

    private static final Set<String> COLOURS =
            Set.of("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray");

    private final Map<String, String> plurals;

    /** @param plurals plural to singular */
    CaptionNouns(Map<String, String> plurals) {
        this.plurals = Map.copyOf(plurals);
    }

    String singular(String noun) {
        return plurals.getOrDefault(noun, noun);
    }

    /** Singular noun to its count in a caption such as {@code "two apples and a red hat"}. */
    Map<String, Integer> count(String caption) {
        Map<String, Integer> counts = new TreeMap<>();
        String body = caption.split(" with the text |^the text ", -1)[0];
        for (String phrase : body.split(", | and ", -1)) {
            countPhrase(AnswerNormalisation.words(phrase.toLowerCase(Locale.ROOT)), counts);
        }
        return counts;
    }

    /** The counts of expected objects, of which each is named as often as it is there. */
    Map<String, Integer> expected(List<String> objects) {
        Map<String, Integer> counts = new TreeMap<>();
        objects.forEach(object -> counts.merge(singular(object.toLowerCase(Locale.ROOT)), 1, Integer::sum));
        return counts;
    }

    /** A name without its article and colour, for the comparison of what a box holds. */
    static String name(String text) {
        List<String> words = AnswerNormalisation.words(AnswerNormalisation.normalise(text));
        return String.join(" ", withoutColour(words));
    }

    private void countPhrase(List<String> phrase, Map<String, Integer> counts) {
        if (phrase.isEmpty() || phrase.getLast().equals("background")) {
            return;
        }
        String first = phrase.getFirst();
        int count = AnswerNormalisation.isNumber(first) ? AnswerNormalisation.number(first) : 1;
        boolean determined = AnswerNormalisation.isNumber(first) || AnswerNormalisation.ARTICLES.contains(first);
        List<String> words = withoutColour(determined ? phrase.subList(1, phrase.size()) : phrase);
        if (!words.isEmpty() && count > 0) {
            counts.merge(singular(String.join(" ", words)), count, Integer::sum);
        }
    }

    private static List<String> withoutColour(List<String> words) {
        return words.size() > 1 && COLOURS.contains(words.getFirst()) ? words.subList(1, words.size()) : words;
    }
}

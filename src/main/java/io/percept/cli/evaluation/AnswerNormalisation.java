package io.percept.cli.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The VQA normalisation: lower case, no punctuation, no articles, numbers as digits. And how texts are compared by it. */
final class AnswerNormalisation {

    static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    private static final Pattern WHITE = Pattern.compile("\\s+");
    private static final Pattern WHITE_AROUND = Pattern.compile("\\A\\s+|\\s+\\z");

    private AnswerNormalisation() {}

    static String normalise(String answer) {
        String plain = answer.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", " ");
        return words(plain).stream()
                .filter(word -> !ARTICLES.contains(word))
                .map(word -> isNumber(word) ? String.valueOf(number(word)) : word)
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether an answer is the wanted one once both are normalised. A wanted one of which nothing is left then is compared as it
     * stands.
     */
    static boolean agrees(String said, String wanted) {
        String normal = normalise(wanted);
        return normal.isEmpty()
                ? trimmed(said).equals(trimmed(wanted))
                : normalise(said).equals(normal);
    }

    /**
     * Whether a text is within what was said, once both are normalised. One of which nothing is left then is looked for as it
     * stands.
     */
    static boolean holds(String said, String wanted) {
        String normal = normalise(wanted);
        return normal.isEmpty()
                ? said.contains(trimmed(wanted))
                : normalise(said).contains(normal);
    }

    /** A text without the white space around it. */
    static String trimmed(String text) {
        return WHITE_AROUND.matcher(text).replaceAll("");
    }

    /** The words between white space. */
    static List<String> words(String text) {
        return WHITE.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
    }

    static boolean isNumber(String word) {
        return NUMBERS.contains(word);
    }

    /** The value of a number word from zero to ten. */
    static int number(String word) {
        return NUMBERS.indexOf(word);
    }
}

package io.percept.cli.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The VQA normalisation: lower case, no punctuation, no articles, numbers as digits. */
final class AnswerNormalisation {

    static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private AnswerNormalisation() {}

    static String normalise(String answer) {
        String plain = answer.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", " ");
        return words(plain).stream()
                .filter(word -> !ARTICLES.contains(word))
                .map(word -> isNumber(word) ? String.valueOf(number(word)) : word)
                .collect(Collectors.joining(" "));
    }

    /** The words between white space. */
    static List<String> words(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
    }

    static boolean isNumber(String word) {
        return NUMBERS.contains(word);
    }

    /** The value of a number word from zero to ten. */
    static int number(String word) {
        return NUMBERS.indexOf(word);
    }
}

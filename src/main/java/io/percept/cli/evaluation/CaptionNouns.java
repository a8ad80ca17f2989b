package io.percept.cli.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the nouns of captions and of expected objects with their counts; a caption's text and all colours are left out. */
final class CaptionNouns {

    private static final Set<String> COLOURS =
            Set.of("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray");
    private static final Pattern WRITTEN = Pattern.compile(" with the text |^the text ");
    private static final String AND = " and ";

    /** Stands for an "and" within a noun while a caption is split at the others. */
    private static final String JOINT = "\u001f";

    private static final Pattern NEVER = Pattern.compile("(?!)");

    private final Map<String, String> plurals;
    private final Pattern whole;

    /** @param plurals plural to singular */
    CaptionNouns(Map<String, String> plurals) {
        this.plurals = Map.copyOf(plurals);
        this.whole = withAnd(this.plurals);
    }

    /** Singular noun to its count in a caption such as {@code "two apples and a red hat"}. */
    Map<String, Integer> count(String caption) {
        Map<String, Integer> counts = new TreeMap<>();
        String body = WRITTEN.split(caption, -1)[0].toLowerCase(Locale.ROOT);
        String joined = whole.matcher(body)
                .replaceAll(noun -> Matcher.quoteReplacement(noun.group().replace(AND, JOINT)));
        for (String phrase : joined.split(", | and ", -1)) {
            counted(AnswerNormalisation.words(phrase.replace(JOINT, AND)))
                    .ifPresent(found -> counts.merge(found.noun(), found.count(), Integer::sum));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /**
     * The counts of expected objects.
     *
     * @param objects texts such as "ball", "a red ball" or "two balls", or {@code {"name": "ball", "count": 2}}
     * @throws IllegalArgumentException where one is neither
     */
    Map<String, Integer> expected(List<JsonNode> objects) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode object : objects) {
            JsonNode name = object.isObject() ? object.path("name") : object;
            if (!name.isString()) {
                throw new IllegalArgumentException("An expected object is neither a text nor has it a 'name'.");
            }
            Optional<Integer> said = count(object);
            counted(AnswerNormalisation.words(name.stringValue().toLowerCase(Locale.ROOT)))
                    .ifPresent(found -> counts.merge(found.noun(), said.orElse(found.count()), Integer::sum));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Whether a noun is among the whole words of a text, in the singular or in a plural that is known. */
    boolean named(String said, String noun) {
        String text = " " + AnswerNormalisation.normalise(said) + " ";
        return forms(noun).anyMatch(form -> {
            String normal = AnswerNormalisation.normalise(form);
            return normal.isEmpty() ? said.toLowerCase(Locale.ROOT).contains(form) : text.contains(" " + normal + " ");
        });
    }

    /** A name without its article and colour, for the comparison of what a box holds. */
    static String name(String text) {
        List<String> words = AnswerNormalisation.words(AnswerNormalisation.normalise(text));
        return String.join(" ", withoutColour(words));
    }

    private record Counted(String noun, int count) {}

    /** The noun of a phrase such as "two red apples" in the singular, without its colour, and how many. */
    private Optional<Counted> counted(List<String> phrase) {
        if (phrase.isEmpty() || phrase.getLast().equals("background")) {
            return Optional.empty();
        }
        String first = phrase.getFirst();
        int count = AnswerNormalisation.isNumber(first) ? AnswerNormalisation.number(first) : 1;
        boolean determined = AnswerNormalisation.isNumber(first) || AnswerNormalisation.ARTICLES.contains(first);
        List<String> words = withoutColour(determined ? phrase.subList(1, phrase.size()) : phrase);
        String noun = String.join(" ", words);
        return words.isEmpty() ? Optional.empty() : Optional.of(new Counted(plurals.getOrDefault(noun, noun), count));
    }

    /** The number that an expected object says itself. */
    private static Optional<Integer> count(JsonNode object) {
        Optional<JsonNode> count = object.isObject() ? CaseValues.given(object, "count") : Optional.empty();
        if (count.isPresent() && !(count.get().isInt() && count.get().intValue() >= 0)) {
            throw new IllegalArgumentException("The 'count' of the expected object '%s' is no whole number from 0."
                    .formatted(object.path("name").asString("")));
        }
        return count.map(JsonNode::intValue);
    }

    private Stream<String> forms(String noun) {
        return Stream.concat(
                Stream.of(noun),
                plurals.entrySet().stream()
                        .filter(plural -> plural.getValue().equals(noun))
                        .map(Map.Entry::getKey));
    }

    /** Finds nouns with an "and" within them, such as "bow and arrow": they are taken first and stay whole. */
    private static Pattern withAnd(Map<String, String> plurals) {
        String nouns = Stream.concat(plurals.keySet().stream(), plurals.values().stream())
                .filter(noun -> noun.contains(AND))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return nouns.isEmpty() ? NEVER : Pattern.compile("(?<![a-z0-9])(?:" + nouns + ")(?![a-z0-9])");
    }

    private static List<String> withoutColour(List<String> words) {
        return words.size() > 1 && COLOURS.contains(words.getFirst()) ? words.subList(1, words.size()) : words;
    }
}

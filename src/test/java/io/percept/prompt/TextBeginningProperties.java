package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** How much of a text fits: the same as where all of it is read again and again. */
class TextBeginningProperties {

    @Property(tries = 500)
    void shouldFindWhatASearchOfTheWholeTextFinds(
            @ForAll("texts") String text, @ForAll @IntRange(min = 0, max = 90) int limit) {
        TextBeginning found = TextBeginning.longest(text, limit, TextBeginningProperties::tokens);

        int expected = tokens(text) <= limit ? text.length() : searched(text, limit);
        assertThat(found).isEqualTo(new TextBeginning(expected, tokens(text.substring(0, expected))));
    }

    /** Words, long ones, some without an end in sight, and gaps. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "word", "endless".repeat(90), "long".repeat(20), " ", "  ", "\n", " a ", ". ", " it was ")
                .list()
                .ofMaxSize(250)
                .map(pieces -> String.join("", pieces));
    }

    /** The search that there was, over the ends of all words. */
    private static int searched(String text, int limit) {
        int[] ends = IntStream.rangeClosed(1, text.length())
                .filter(i -> (i == text.length() || Character.isWhitespace(text.charAt(i)))
                        && !Character.isWhitespace(text.charAt(i - 1)))
                .toArray();
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (tokens(text.substring(0, ends[middle - 1])) <= limit) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? 0 : ends[low - 1];
    }

    /** One for every three characters of a word, or fewer, and one for each space but the first between words. */
    private static int tokens(String text) {
        int tokens = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            boolean goesOn = i > 0 && Character.isWhitespace(text.charAt(i - 1)) == space;
            run = goesOn ? run + 1 : 0;
            tokens += space ? Math.min(run, 1) : run % 3 == 0 ? 1 : 0;
        }
        return tokens;
    }
}

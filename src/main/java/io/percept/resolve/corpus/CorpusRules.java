package io.percept.resolve.corpus;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which documents and images to keep.
 *
 * @param keepSingleImage share of the pages with one image that is kept, 0 to 1; 1: all
 * @param languages primary language subtags (ISO 639-1) of the documents that are kept, in lower case; empty: all
 * @param minSide pixels that each side of an image must have; 1: all
 * @param dropsOneColour whether images of one colour are left out
 * @param dropsGibberish whether texts that are no language are left out
 */
public record CorpusRules(
        double keepSingleImage, Set<String> languages, int minSide, boolean dropsOneColour, boolean dropsGibberish) {

    /** Everything is kept. */
    public static final CorpusRules NONE = new CorpusRules(1, Set.of(), 1, false, false);

    /** @throws IllegalArgumentException where a value is out of its range, or nobody could tell that a text is in a language */
    public CorpusRules {
        languages = languages.stream()
                .map(code -> code.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        for (String code : languages) {
            // No document would ever be found to be in it, so all would be dropped.
            if (!LinguaLanguages.CODES.contains(code)) {
                throw new IllegalArgumentException(
                        "No text can be told to be in the language '%s': name languages (page.languages, --languages) among %s"
                                .formatted(code, LinguaLanguages.CODES));
            }
        }
        if (!(keepSingleImage >= 0 && keepSingleImage <= 1) || minSide < 1) {
            throw new IllegalArgumentException("keep-single-image must be within 0 to 1 and min-side at least 1, were "
                    + keepSingleImage + " and " + minSide);
        }
    }
}

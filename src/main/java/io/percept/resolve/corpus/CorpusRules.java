package io.percept.resolve.corpus;

import java.util.Set;

/**
 * Which documents and images to keep.
 *
 * @param keepSingleImage share of the pages with one image that is kept, 0 to 1; 1: all
 * @param languages primary language subtags (ISO 639-1) of the documents that are kept; empty: all
 * @param minSide pixels that each side of an image must have; 1: all
 * @param dropsOneColour whether images of one colour are left out
 * @param dropsGibberish whether texts that are no language are left out
 */
public record CorpusRules(
        double keepSingleImage, Set<String> languages, int minSide, boolean dropsOneColour, boolean dropsGibberish) {

    /** Everything is kept. */
    public static final CorpusRules NONE = new CorpusRules(1, Set.of(), 1, false, false);

    public CorpusRules {
        languages = Set.copyOf(languages);
        if (!(keepSingleImage >= 0 && keepSingleImage <= 1) || minSide < 1) {
            throw new IllegalArgumentException("keep-single-image must be within 0 to 1 and min-side at least 1, were "
                    + keepSingleImage + " and " + minSide);
        }
    }
}

package io.percept.cli;

import io.percept.resolve.corpus.CorpusRules;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which documents and images a collection keeps. */
final class CollectRuleOptions {

    @Option(
            names = "--keep-single-image",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "Share of the pages with one image to keep, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double keepSingleImage;

    @Option(
            names = "--languages",
            split = ",",
            paramLabel = "CODE",
            defaultValue = "en",
            description = "Languages to keep, as ISO 639-1 codes; 'all' for all. Default: ${DEFAULT-VALUE}.")
    private Set<String> languages;

    @Option(
            names = "--min-side",
            paramLabel = "PIXELS",
            defaultValue = "64",
            description = "Images must have so many pixels on each side. Default: ${DEFAULT-VALUE}.")
    private int minSide;

    @Option(names = "--max-images", paramLabel = "N", defaultValue = "5", description = "Of a page. Default: 5.")
    private int maxImages;

    @Option(names = "--keep-one-colour", description = "Keep images of one colour.")
    private boolean keepOneColour;

    @Option(names = "--keep-gibberish", description = "Keep texts that are no language.")
    private boolean keepGibberish;

    int maxImages() {
        return maxImages;
    }

    CorpusRules rules() {
        Set<String> kept = languages.contains("all") ? Set.of() : languages;
        return new CorpusRules(keepSingleImage, kept, minSide, !keepOneColour, !keepGibberish);
    }
}

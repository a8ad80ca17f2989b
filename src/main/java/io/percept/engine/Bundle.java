package io.percept.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * A model bundle: the description in {@code bundle.yaml}, checked, and where its files are. Immutable.
 *
 * @param directory where the files are
 * @param digest SHA-256 over {@code bundle.yaml}, which holds the digests of the other files; hexadecimal
 * @param cacheCapacities lengths that a row of the decoder cache can have, ascending; the last is at least {@code
 *     decoder.maxPositions}
 * @param locationGrid cells per side of the grid of location tokens
 * @param languages that the model writes, as primary language subtags (ISO 639-1); the first is its own
 */
public record Bundle(
        Path directory,
        String digest,
        String name,
        String version,
        String precision,
        BundleImage image,
        BundleDecoder decoder,
        List<Integer> cacheCapacities,
        BatchProfiles batchProfiles,
        SpecialTokens specialTokens,
        int locationGrid,
        BundlePrompts prompts,
        BundleModeration moderation,
        String licence,
        List<String> languages) {

    /** The contract version that this code reads. */
    public static final int CONTRACT = 1;

    static final String DESCRIPTION = "bundle.yaml";
    /** {@code pixel_values [I,3,H,W]} to {@code image_embeds [I,Q,D]}. */
    public static final String ENCODER = "encoder.onnx";
    /** One graph for prefill and step; see docs/architecture.md. */
    public static final String DECODER = "decoder.onnx";

    static final String TOKENIZER = "tokenizer.json";

    public Bundle {
        cacheCapacities = List.copyOf(cacheCapacities);
        languages = List.copyOf(languages);
    }

    /**
     * Reads a bundle and checks the digest of every file.
     *
     * @throws BundleException naming the file and the reason, if anything is missing or does not match
     */
    public static Bundle load(Path directory) {
        return new BundleReader(directory).read();
    }

    /** A file of the bundle, such as {@link #DECODER}. */
    public Path file(String name) {
        return directory.resolve(name);
    }
}

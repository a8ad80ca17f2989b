package io.percept.engine;

import io.percept.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model bundle: the description in {@code bundle.yaml}, checked, and where its files are. Immutable.
 *
 * @param directory where the files are
 * @param digest SHA-256 over {@code bundle.yaml}, which holds the digests of the other files; hexadecimal. Of a
 *     variant that is not the standard: SHA-256 over that and the variant's name, so that what is kept by it is kept apart
 * @param variant the graphs that are used
 * @param cacheCapacities lengths that a row of the decoder cache can have, ascending; the last is at least {@code
 *     decoder.maxPositions}
 * @param locationGrid cells per side of the grid of location tokens
 * @param languages that the model writes, as primary language subtags (ISO 639-1); the first is its own
 * @param plurals plural to singular of the nouns that captions count; empty where the bundle says nothing of them
 * @param variants the graphs that there are, the standard first
 */
public record Bundle(
        Path directory,
        String digest,
        String name,
        String version,
        BundleVariant variant,
        BundleImage image,
        BundleDecoder decoder,
        List<Integer> cacheCapacities,
        BatchProfiles batchProfiles,
        SpecialTokens specialTokens,
        int locationGrid,
        BundlePrompts prompts,
        BundleModeration moderation,
        String licence,
        List<String> languages,
        Map<String, String> plurals,
        List<BundleVariant> variants) {

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
        plurals = Map.copyOf(plurals);
        variants = List.copyOf(variants);
    }

    /**
     * Reads a bundle and checks the digest of every file.
     *
     * @throws BundleException naming the file and the reason, if anything is missing or does not match
     */
    public static Bundle load(Path directory) {
        return new BundleReader(directory).read();
    }

    /** Whether the graphs are those that every bundle has. */
    public boolean isStandard() {
        return variant.equals(variants.getFirst());
    }

    /**
     * The same bundle with the graphs of a variant.
     *
     * @param name empty: the standard
     * @throws BundleException naming the variants that there are, if this is none of them
     */
    public Bundle with(String name) {
        BundleVariant wanted = variants.stream()
                .filter(each ->
                        each.name().equals(name.isEmpty() ? variants.getFirst().name() : name))
                .findFirst()
                .orElseThrow(() -> new BundleException(
                        directory.resolve(DESCRIPTION),
                        "there is no variant %s of %s %s; choose %s"
                                .formatted(
                                        name,
                                        this.name,
                                        version,
                                        variants.stream()
                                                .map(BundleVariant::name)
                                                .collect(Collectors.joining(" or ")))));
        if (wanted.equals(variant)) {
            return this;
        }
        if (!isStandard()) {
            throw new IllegalStateException(this.name + " is in the variant " + variant.name() + " already");
        }
        return choosing(wanted);
    }

    private Bundle choosing(BundleVariant wanted) {
        String own = Sha256.hex((digest + " " + wanted.name()).getBytes(StandardCharsets.UTF_8));
        return new Bundle(
                directory,
                own,
                name,
                version,
                wanted,
                image,
                decoder,
                cacheCapacities,
                batchProfiles,
                specialTokens,
                locationGrid,
                prompts,
                moderation,
                licence,
                languages,
                plurals,
                variants);
    }

    /** A file of the bundle, such as {@link #DECODER}. */
    public Path file(String name) {
        return directory.resolve(name);
    }
}

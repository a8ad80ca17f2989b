package io.percept.engine;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Names of the inputs and outputs of a bundle's graphs; their shapes are in docs/architecture.md. */
public final class TensorNames {

    /** What the encoder takes. */
    public static final String PIXELS = "pixel_values";

    /** What the encoder gives and the decoder takes. */
    public static final String EMBEDDINGS = "image_embeds";

    public static final String IDS = "input_ids";
    public static final String IMAGE_ROWS = "image_row";
    public static final String POSITIONS = "position_ids";
    public static final String PASTS = "past_length";
    public static final String WANTED = "logit_rows";
    public static final String LOGITS = "logits";

    private static final String CACHE = "cache_";
    private static final String NEW = "new_";

    private TensorNames() {}

    /** The decoder's inputs of keys and values that are there: keys of all layers, then values. */
    public static List<String> caches(int layers) {
        return keysAndValues(CACHE, layers);
    }

    /** The decoder's outputs of new keys and values, in the same order. */
    public static List<String> news(int layers) {
        return keysAndValues(NEW, layers);
    }

    /** Whether a tensor is one of keys or values. */
    public static boolean isKeysOrValues(String name) {
        return name.startsWith(CACHE) || name.startsWith(NEW);
    }

    private static List<String> keysAndValues(String kind, int layers) {
        return Stream.of("k.", "v.")
                .flatMap(part -> IntStream.range(0, layers).mapToObj(layer -> kind + part + layer))
                .toList();
    }
}

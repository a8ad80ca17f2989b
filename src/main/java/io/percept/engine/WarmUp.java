package io.percept.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Runs every kind of call, so that the first request does not pay for threads, memory and code to be made. */
public final class WarmUp {

    private final Bundle bundle;
    private final ModelEngine engine;

    public WarmUp(Bundle bundle, ModelEngine engine) {
        this.bundle = bundle;
        this.engine = engine;
    }

    /** Takes a second or two; the encoder and the decoder must not be in use. */
    public void run() {
        int queries = bundle.image().queries();
        int[] ids = new int[queries + 2];
        int[] imageRows = new int[ids.length];
        Arrays.fill(ids, 0, queries, bundle.specialTokens().imagePad());
        Arrays.setAll(imageRows, i -> i < queries ? i : -1);
        ImageEmbedding image = grey();
        for (int count : bundle.batchProfiles().step()) {
            try (KeyValueCache cache =
                    engine.decoder().newCache(bundle.cacheCapacities().getFirst(), count)) {
                DecoderRow prompt = new DecoderRow(ids, imageRows, 0, queries + 1, List.of(image), 0, 0, true, false);
                engine.decoder().extend(cache, List.of(prompt));
                DecoderRow step =
                        new DecoderRow(ids, imageRows, queries + 1, 1, List.of(), queries + 1, 0, true, false);
                engine.decoder().extend(cache, consecutive(step, count));
            }
        }
    }

    private ImageEmbedding grey() {
        int values = 3 * bundle.image().size() * bundle.image().size();
        return engine.encoder()
                .encode(List.<PixelSource>of(chw -> chw.put(new float[values])))
                .getFirst();
    }

    private static List<DecoderRow> consecutive(DecoderRow row, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DecoderRow(
                        row.ids(), row.imageRows(), row.from(), row.count(), row.images(), row.past(), i, true, false))
                .toList();
    }
}

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
        int[] ids = new int[queries + 1];
        int[] imageRows = new int[ids.length];
        Arrays.fill(ids, 0, queries, bundle.specialTokens().imagePad());
        Arrays.setAll(imageRows, i -> i < queries ? i : -1);
        ImageEmbedding image = engine.encoder()
                .encode(List.of(PixelSource.grey(bundle.image())))
                .getFirst();
        for (int count : bundle.batchProfiles().step()) {
            try (KeyValueCache cache =
                    engine.decoder().newCache(bundle.cacheCapacities().getFirst(), count)) {
                engine.decoder().extend(cache, List.of(DecoderRow.prompt(ids, imageRows, List.of(image), 0, 0)));
                engine.decoder().extend(cache, steps(ids.length, count));
            }
        }
    }

    private static List<DecoderRow> steps(int past, int count) {
        int[] ids = new int[1];
        return IntStream.range(0, count)
                .mapToObj(row -> DecoderRow.step(ids, 0, past, row))
                .toList();
    }
}

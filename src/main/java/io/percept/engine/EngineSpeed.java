package io.percept.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times the calls of an engine, one after another, in the batch sizes of the bundle: what the hardware gives to a worker that
 * always has a full batch. Each size is warmed up by a few calls.
 */
public final class EngineSpeed {

    private static final int WARM = 3;
    private static final int TEXT = 6;

    private final Bundle bundle;
    private final ModelEngine engine;
    private final Duration each;

    /** @param each time for each batch size */
    public EngineSpeed(Bundle bundle, ModelEngine engine, Duration each) {
        this.bundle = bundle;
        this.engine = engine;
        this.each = each;
    }

    /**
     * @param call {@code encode} images, {@code prefill} prompts of one image and six tokens, {@code step} tokens
     * @param batch images, prompts or sequences per call
     * @param medianMillis of a call
     * @param perSecond images, prompts or tokens
     */
    public record Row(String call, int batch, double medianMillis, double perSecond) {}

    /** Measures all calls. The engine must not be in use. */
    public List<Row> measure() {
        List<Row> rows = new ArrayList<>();
        ImageEmbedding image = engine.encoder().encode(List.of(grey())).getFirst();
        for (int batch : bundle.batchProfiles().encoder()) {
            List<PixelSource> images = Collections.nCopies(batch, grey());
            rows.add(time("encode", batch, () -> engine.encoder().encode(images)));
        }
        int length = image.queries() + TEXT;
        for (int batch : bundle.batchProfiles().prefill()) {
            try (KeyValueCache cache = cache(batch)) {
                List<DecoderRow> prompts = prompts(image, length, batch);
                rows.add(time("prefill", batch, () -> engine.decoder().extend(cache, prompts)));
            }
        }
        for (int batch : bundle.batchProfiles().step()) {
            try (KeyValueCache cache = cache(batch)) {
                prompts(image, length, batch).forEach(prompt -> engine.decoder().extend(cache, List.of(prompt)));
                List<DecoderRow> steps = steps(length, batch);
                rows.add(time("step", batch, () -> engine.decoder().extend(cache, steps)));
            }
        }
        return rows;
    }

    private KeyValueCache cache(int rows) {
        return engine.decoder().newCache(bundle.cacheCapacities().getFirst(), rows);
    }

    private PixelSource grey() {
        float[] values = new float[3 * bundle.image().size() * bundle.image().size()];
        return chw -> chw.put(values);
    }

    private List<DecoderRow> prompts(ImageEmbedding image, int length, int batch) {
        int[] ids = new int[length];
        int[] imageRows = new int[length];
        Arrays.fill(ids, bundle.specialTokens().imagePad());
        Arrays.setAll(imageRows, i -> i < image.queries() ? i : -1);
        return IntStream.range(0, batch)
                .mapToObj(row -> new DecoderRow(ids, imageRows, 0, length, List.of(image), 0, row, true, false))
                .toList();
    }

    private List<DecoderRow> steps(int past, int batch) {
        int[] ids = {bundle.specialTokens().bos()};
        return IntStream.range(0, batch)
                .mapToObj(row -> new DecoderRow(ids, new int[0], 0, 1, List.of(), past, row, true, false))
                .toList();
    }

    private Row time(String name, int batch, Runnable call) {
        for (int i = 0; i < WARM; i++) {
            call.run();
        }
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        long now = start;
        while (now - start < each.toNanos()) {
            call.run();
            long after = System.nanoTime();
            nanos.add(after - now);
            now = after;
        }
        Collections.sort(nanos);
        double seconds = (now - start) / 1e9;
        return new Row(name, batch, nanos.get(nanos.size() / 2) / 1e6, batch * nanos.size() / seconds);
    }
}

package io.percept.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Times the calls of an engine, one after another, in the batch sizes of the bundle: what the hardware gives to a worker that
 * always has a full batch. Each size is warmed up by a few calls.
 */
public final class EngineSpeed {

    private static final int WARM = 3;

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
        for (int batch : bundle.batchProfiles().encoder()) {
            List<PixelSource> images = Collections.nCopies(batch, PixelSource.grey(bundle.image()));
            rows.add(time("encode", batch, () -> engine.encoder().encode(images)));
        }
        TrialCalls calls = new TrialCalls(bundle, engine);
        for (int batch : bundle.batchProfiles().prefill()) {
            try (KeyValueCache cache = cache(batch)) {
                List<DecoderRow> prompts = calls.prompts(batch);
                rows.add(time("prefill", batch, () -> engine.decoder().extend(cache, prompts)));
            }
        }
        for (int batch : bundle.batchProfiles().step()) {
            try (KeyValueCache cache = cache(batch)) {
                calls.prompts(batch).forEach(prompt -> engine.decoder().extend(cache, List.of(prompt)));
                List<DecoderRow> steps = calls.steps(batch);
                rows.add(time("step", batch, () -> engine.decoder().extend(cache, steps)));
            }
        }
        return rows;
    }

    private KeyValueCache cache(int rows) {
        return engine.decoder().newCache(bundle.cacheCapacities().getFirst(), rows);
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

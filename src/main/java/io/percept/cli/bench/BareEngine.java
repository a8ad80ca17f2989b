package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.ModelEngine;
import io.percept.engine.PixelSource;
import io.percept.prompt.Generation;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The engine without everything around it: ready tensors, known lengths, one call after another on one thread; or several
 * engines that share the batch, each on a thread of its own. It does the work
 * that the worker does for the same events: each different image is encoded once; a prefix that several plans have is computed
 * once and copied, one that a single plan has goes with its prompt; each label is a suffix behind the shared prefix; each
 * sequence takes as many steps as the worker's, and its logits are read as far as the worker reads them.
 *
 * <p>It knows what no service can know, the length of every answer, and puts sequences of like length together, so that no row
 * idles. It is what the hardware gives at the best.
 */
final class BareEngine implements Contender, AutoCloseable {

    static final String NAME = "bare engine";

    private final List<? extends ModelEngine> engines;
    private final List<BareDecoder> decoders;
    private final Reference reference;
    private final BareSizes sizes;
    private final ExecutorService threads;

    BareEngine(Bundle bundle, List<? extends ModelEngine> engines, Reference reference, BareSizes sizes) {
        this.engines = engines;
        this.reference = reference;
        this.sizes = sizes;
        this.decoders = engines.stream()
                .map(engine -> new BareDecoder(bundle, engine.decoder(), sizes))
                .toList();
        this.threads = Executors.newFixedThreadPool(engines.size());
    }

    @Override
    public String name() {
        return NAME;
    }

    BareSizes sizes() {
        return sizes;
    }

    /** Tokens that came out otherwise than the worker's; ties of two tokens can fall either way in other batches. */
    long differing() {
        return decoders.stream().mapToLong(BareDecoder::differing).sum();
    }

    @Override
    public Measured run(Batch batch) {
        decoders.forEach(BareDecoder::reset);
        JvmCosts costs = JvmCosts.now();
        double cpu = CpuTimes.ofProcess();
        long start = System.nanoTime();
        int[] originals = IntStream.range(0, batch.count())
                .filter(event -> batch.original(event) == event)
                .toArray();
        List<ImageEmbedding> embeddings = encode(batch, originals);
        double cpuEncoded = CpuTimes.ofProcess();
        List<Integer> order = IntStream.range(0, batch.count())
                .boxed()
                .sorted(Comparator.comparingInt((Integer event) -> -tokens(batch.picture(event))))
                .toList();
        share(
                order.size(),
                sizes.step(),
                (engine, from, to) -> decode(decoders.get(engine), batch, order.subList(from, to), embeddings));
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuDecoded = CpuTimes.ofProcess();
        JvmCosts spent = JvmCosts.now().since(costs);
        long prefilled = decoders.stream().mapToLong(BareDecoder::prefilled).sum();
        long steps = decoders.stream().mapToLong(BareDecoder::steps).sum();
        Work work = new Work(originals.length, prefilled, steps);
        // Nothing else works here meanwhile, so all that the process takes is the engine's.
        Profile profile = new Profile(
                Map.of(CpuPart.ENCODERS, cpuEncoded - cpu, CpuPart.DECODERS, cpuDecoded - cpuEncoded),
                Profile.Calls.NONE);
        return new Measured(batch.count(), seconds, spent.allocatedBytes(), spent.gcSeconds(), work, profile);
    }

    /** Work on a part of the batch. */
    private interface Part {

        /** @param engine its place among the engines */
        void run(int engine, int from, int to);
    }

    /** Gives the engines parts of at most a size, the next to whichever is free; as many for each where all take as long. */
    private void share(int count, int size, Part part) {
        int each = engines.size() * size;
        int parts = engines.size() * ((count + each - 1) / each);
        AtomicInteger next = new AtomicInteger();
        List<Callable<Void>> all = IntStream.range(0, engines.size())
                .<Callable<Void>>mapToObj(engine -> () -> {
                    for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                        int from = i * count / parts;
                        int to = (i + 1) * count / parts;
                        if (from < to) {
                            part.run(engine, from, to);
                        }
                    }
                    return null;
                })
                .toList();
        try {
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in a round of the bare engine", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The bare engine failed", e.getCause());
        }
    }

    private int tokens(int picture) {
        return reference.pictures().get(picture).outcomes().stream()
                .mapToInt(outcome -> outcome instanceof Generation text ? text.ids().length : 0)
                .sum();
    }

    /** Every different image once. */
    private List<ImageEmbedding> encode(Batch batch, int[] originals) {
        ImageEmbedding[] embeddings = new ImageEmbedding[batch.count()];
        share(originals.length, sizes.encode(), (engine, from, to) -> {
            List<PixelSource> call = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                float[] pixels =
                        reference.pictures().get(batch.picture(originals[i])).pixels();
                call.add(chw -> chw.put(pixels));
            }
            List<ImageEmbedding> encoded = engines.get(engine).encoder().encode(call);
            for (int i = from; i < to; i++) {
                embeddings[originals[i]] = encoded.get(i - from);
            }
        });
        return IntStream.range(0, batch.count())
                .mapToObj(event -> embeddings[batch.original(event)])
                .toList();
    }

    private void decode(BareDecoder decoder, Batch batch, List<Integer> events, List<ImageEmbedding> embeddings) {
        List<Reference.Picture> pictures = events.stream()
                .map(event -> reference.pictures().get(batch.picture(event)))
                .toList();
        List<TokenPlan> first =
                pictures.stream().map(picture -> picture.plans().getFirst()).toList();
        int plans = pictures.getFirst().plans().size();
        if (plans > 1) {
            decoder.prefixes(first, events.stream().map(embeddings::get).toList());
        }
        for (int i = 0; i < plans; i++) {
            List<BareDecoder.Row> rows = new ArrayList<>(events.size());
            for (int event = 0; event < events.size(); event++) {
                TokenPlan plan = pictures.get(event).plans().get(i);
                TokenOutcome outcome = pictures.get(event).outcomes().get(i);
                rows.add(new BareDecoder.Row(event, plan, outcome, embeddings.get(events.get(event))));
            }
            switch (rows.getFirst().plan()) {
                case ScoringPlan scoring -> decoder.score(rows);
                case GenerationPlan generation -> decoder.generate(rows, plans > 1);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        decoders.forEach(BareDecoder::close);
    }
}

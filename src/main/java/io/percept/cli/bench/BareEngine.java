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
import java.util.stream.IntStream;

/**
 * The engine without everything around it: ready tensors, known lengths, one call after another on one thread. It does the work
 * that the worker does for the same events: each different image is encoded once; a prefix that several plans have is computed
 * once and copied, one that a single plan has goes with its prompt; each label is a suffix behind the shared prefix; each
 * sequence takes as many steps as the worker's, and its logits are read as far as the worker reads them.
 *
 * <p>It knows what no service can know, the length of every answer, and puts sequences of like length together, so that no row
 * idles. It is what the hardware gives at the best.
 */
final class BareEngine implements Contender, AutoCloseable {

    private final BareDecoder decoder;
    private final ModelEngine engine;
    private final Reference reference;
    private final BareSizes sizes;
    private long images;

    BareEngine(Bundle bundle, ModelEngine engine, Reference reference, BareSizes sizes) {
        this.engine = engine;
        this.reference = reference;
        this.sizes = sizes;
        this.decoder = new BareDecoder(bundle, engine.decoder(), sizes);
    }

    @Override
    public String name() {
        return "bare engine";
    }

    BareSizes sizes() {
        return sizes;
    }

    /** Tokens that came out otherwise than the worker's; ties of two tokens can fall either way in other batches. */
    long differing() {
        return decoder.differing();
    }

    @Override
    public Measured run(Batch batch) {
        images = 0;
        decoder.reset();
        JvmCosts costs = JvmCosts.now();
        long start = System.nanoTime();
        List<ImageEmbedding> embeddings = encode(batch);
        List<Integer> order = IntStream.range(0, batch.count())
                .boxed()
                .sorted(Comparator.comparingInt((Integer event) -> -tokens(batch.picture(event))))
                .toList();
        for (int from = 0; from < order.size(); from += sizes.step()) {
            decode(batch, order.subList(from, Math.min(order.size(), from + sizes.step())), embeddings);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        JvmCosts spent = JvmCosts.now().since(costs);
        Work work = new Work(images, decoder.prefilled(), decoder.steps());
        return new Measured(batch.count(), seconds, spent.allocatedBytes(), spent.gcSeconds(), work);
    }

    private int tokens(int picture) {
        return reference.pictures().get(picture).outcomes().stream()
                .mapToInt(outcome -> outcome instanceof Generation text ? text.ids().length : 0)
                .sum();
    }

    /** Every different image once. */
    private List<ImageEmbedding> encode(Batch batch) {
        int[] originals = IntStream.range(0, batch.count())
                .filter(event -> batch.original(event) == event)
                .toArray();
        ImageEmbedding[] embeddings = new ImageEmbedding[batch.count()];
        for (int from = 0; from < originals.length; from += sizes.encode()) {
            int to = Math.min(originals.length, from + sizes.encode());
            List<PixelSource> call = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                float[] pixels =
                        reference.pictures().get(batch.picture(originals[i])).pixels();
                call.add(chw -> chw.put(pixels));
            }
            List<ImageEmbedding> encoded = engine.encoder().encode(call);
            for (int i = from; i < to; i++) {
                embeddings[originals[i]] = encoded.get(i - from);
            }
            images += call.size();
        }
        return IntStream.range(0, batch.count())
                .mapToObj(event -> embeddings[batch.original(event)])
                .toList();
    }

    private void decode(Batch batch, List<Integer> events, List<ImageEmbedding> embeddings) {
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
        decoder.close();
    }
}

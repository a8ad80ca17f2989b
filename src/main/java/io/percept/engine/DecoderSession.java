package io.percept.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code decoder.onnx} in the ONNX Runtime. The cache is outside the graph: a direct buffer that the engine reads in
 * place, into which this class writes the keys and values of the new tokens.
 */
final class DecoderSession implements TextDecoder {

    private final OnnxSession session;
    private final BundleDecoder shape;
    private final DecoderInputs inputs;
    private final DecoderOutputs outputs;
    private final int fullCall;
    /** Stands in for the cache where no row has a past: one masked token costs less than a whole capacity of them. */
    private DirectCache none;

    /**
     * @param session of the bundle's decoder; closed with this
     * @param fullCall see {@link TextDecoder#fullCall}
     */
    DecoderSession(Bundle bundle, OnnxSession session, int fullCall) {
        this.fullCall = fullCall;
        this.session = session;
        this.shape = bundle.decoder();
        this.inputs = new DecoderInputs(bundle);
        this.outputs = new DecoderOutputs(session, shape);
        this.none = new DirectCache(
                session, shape, 1, bundle.batchProfiles().prefill().getLast());
    }

    @Override
    public KeyValueCache newCache(int capacity, int rows) {
        return new DirectCache(session, shape, capacity, rows);
    }

    @Override
    public int fullCall() {
        return fullCall;
    }

    @Override
    public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
        CallSize size = CallSize.of(rows);
        DirectCache kept = (DirectCache) cache;
        NDList pastArrays = size.past() ? consecutive(kept, rows) : nothing(rows.size());
        boolean keep = rows.stream().anyMatch(DecoderRow::keep);
        try (NDManager scope = session.newScope()) {
            NDList call = inputs.fill(scope, rows, size);
            call.addAll(pastArrays);
            session.run(call, outputs.arrays(size, keep));
            Logits logits = outputs.logits();
            if (!IntStream.range(0, size.wanted()).allMatch(logits::areNumbers)) {
                throw new NoNumbers("A sequence");
            }
            if (keep) {
                keep(kept, rows, size.tokens());
            }
            return logits;
        }
    }

    private static NDList consecutive(DirectCache cache, List<DecoderRow> rows) {
        return cache.arrays(DecoderRow.firstOfConsecutive(rows), rows.size());
    }

    private NDList nothing(int rows) {
        if (none.rows() < rows) {
            // Made before the other is closed, since there may be no memory for it.
            DirectCache larger = new DirectCache(session, shape, 1, rows);
            none.close();
            none = larger;
        }
        return none.arrays(0, rows);
    }

    private void keep(DirectCache cache, List<DecoderRow> rows, int tokens) {
        for (int buffer = 0; buffer < cache.buffers(); buffer++) {
            for (int i = 0; i < rows.size(); i++) {
                DecoderRow row = rows.get(i);
                if (row.keep()) {
                    cache.write(buffer, outputs.cache(buffer), i, tokens, row.cacheRow(), row.past(), row.count());
                }
            }
        }
    }

    @Override
    public void close() {
        outputs.close();
        none.close();
        session.close();
    }
}

package io.percept.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Where a decoder call writes what it computes: direct buffers that grow to the largest call and stay. Arrays over them are kept for
 * the next call, since a step mostly has the size of the one before. For one thread.
 */
final class DecoderOutputs implements AutoCloseable {

    private final OnnxSession session;
    private final BundleDecoder shape;
    private final DirectBuffers ofLogits = new DirectBuffers();
    private FloatBuffer logits = DirectBuffers.floats(0);
    private final DirectBuffers ofCache = new DirectBuffers();
    private final List<String> cacheNames;
    /** Keys of all layers, then values of all layers. */
    private final FloatBuffer[] cache;

    private NDManager scope;
    private NDList arrays;
    private int rows;
    private int tokens;
    private int wanted;

    DecoderOutputs(OnnxSession session, BundleDecoder shape) {
        this.session = session;
        this.shape = shape;
        this.cacheNames = TensorNames.news(shape.layers());
        this.cache = new FloatBuffer[2 * shape.layers()];
        for (int i = 0; i < cache.length; i++) {
            cache[i] = DirectBuffers.floats(0);
        }
    }

    /**
     * Arrays for a call; they belong to this and are valid until the next call.
     *
     * @param kept whether keys and values are among them: {@code [B,H,S,Dh]} each
     */
    NDList arrays(CallSize size, boolean kept) {
        int tokensKept = kept ? size.tokens() : 0;
        if (arrays == null || size.rows() != rows || tokensKept != tokens || size.wanted() != wanted) {
            release();
            rows = size.rows();
            tokens = tokensKept;
            wanted = size.wanted();
            scope = session.newScope();
            arrays = kept ? withKeysAndValues() : new NDList(logitsArray());
        }
        return arrays;
    }

    private NDList withKeysAndValues() {
        NDList all = new NDList(1 + cache.length);
        all.add(logitsArray());
        int values = Math.multiplyExact(rows * tokens, shape.heads() * shape.headWidth());
        reserve(values);
        for (int i = 0; i < cache.length; i++) {
            all.add(OnnxSession.array(
                    scope,
                    cacheNames.get(i),
                    cache[i].slice(0, values),
                    DataType.FLOAT32,
                    rows,
                    shape.heads(),
                    tokens,
                    shape.headWidth()));
        }
        return all;
    }

    /** Room for so many keys and as many values of each layer, or none taken where there is no memory for all. */
    private void reserve(int values) {
        FloatBuffer[] roomy = new FloatBuffer[cache.length];
        for (int i = 0; i < roomy.length; i++) {
            roomy[i] = ofCache.reserved(cache[i], values);
        }
        System.arraycopy(roomy, 0, cache, 0, roomy.length);
    }

    private NDArray logitsArray() {
        int values = Math.multiplyExact(wanted, shape.vocabulary());
        logits = ofLogits.reserved(logits, values);
        return OnnxSession.array(
                scope, TensorNames.LOGITS, logits.slice(0, values), DataType.FLOAT32, wanted, shape.vocabulary());
    }

    /** The logits of the last call, copied: they outlive the next one. */
    Logits logits() {
        float[] values = new float[wanted * shape.vocabulary()];
        logits.get(0, values);
        return new Logits(values, shape.vocabulary());
    }

    /** Keys or values of the last call. */
    FloatBuffer cache(int buffer) {
        return cache[buffer];
    }

    private void release() {
        if (scope != null) {
            scope.close();
            scope = null;
            arrays = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}

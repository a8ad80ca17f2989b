package io.percept.engine.tensorrt;

import io.percept.engine.BundleDecoder;
import io.percept.engine.CallSize;
import io.percept.engine.TensorNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of the decoder that one optimisation profile takes.
 *
 * @param rows sequences
 * @param tokens new tokens of the longest
 * @param capacity tokens of a cache row; 1: without a past
 * @param wanted rows of logits
 * @param embeddingRows rows of image embeddings
 */
record DecoderProfile(Kind kind, Range rows, Range tokens, Range capacity, Range wanted, Range embeddingRows) {

    enum Kind {
        /** Prompts without a past. */
        PREFILL,
        /** Several new tokens after a past: the rest of a prompt, a candidate. */
        EXTEND,
        /** One new token per sequence. */
        STEP;

        static Kind of(CallSize size) {
            if (!size.past()) {
                return PREFILL;
            }
            return size.tokens() == 1 ? STEP : EXTEND;
        }
    }

    boolean holds(CallSize size, int cacheCapacity) {
        return kind == Kind.of(size)
                && rows.holds(size.rows())
                && tokens.holds(size.tokens())
                && capacity.holds(cacheCapacity)
                && wanted.holds(size.wanted())
                && embeddingRows.holds(size.embeddingRows());
    }

    /** The most positions of a call, padding included. */
    long positions() {
        return rows.max() * tokens.max();
    }

    Profile shapes(BundleDecoder decoder) {
        Map<String, List<Range>> inputs = new HashMap<>();
        inputs.put(TensorNames.IDS, List.of(rows, tokens));
        inputs.put(TensorNames.IMAGE_ROWS, List.of(rows, tokens));
        inputs.put(TensorNames.EMBEDDINGS, List.of(embeddingRows, Range.fixed(decoder.width())));
        inputs.put(TensorNames.POSITIONS, List.of(rows, tokens));
        inputs.put(TensorNames.PASTS, List.of(rows));
        inputs.put(TensorNames.WANTED, List.of(wanted));
        List<Range> cache = List.of(rows, Range.fixed(decoder.heads()), capacity, Range.fixed(decoder.headWidth()));
        TensorNames.caches(decoder.layers()).forEach(name -> inputs.put(name, cache));
        String name = "%s of %d to %d rows, %d to %d tokens"
                .formatted(kind.name().toLowerCase(), rows.min(), rows.max(), tokens.min(), tokens.max());
        return new Profile(name, inputs);
    }
}

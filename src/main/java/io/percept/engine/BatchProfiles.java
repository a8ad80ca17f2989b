package io.percept.engine;

import java.util.List;

/**
 * Batch sizes that a compiled engine is optimised for, ascending. The ONNX Runtime takes any size up to the last.
 *
 * @param encoder images per encoder call
 * @param prefill sequences per prefill
 * @param step sequences per step
 */
public record BatchProfiles(List<Integer> encoder, List<Integer> prefill, List<Integer> step) {

    public BatchProfiles {
        encoder = List.copyOf(encoder);
        prefill = List.copyOf(prefill);
        step = List.copyOf(step);
    }
}

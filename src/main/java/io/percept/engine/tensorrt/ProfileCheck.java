package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CallSize;
import io.percept.engine.onnx.GraphProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a bundle's profiles take every call that a worker makes: single sequences of any length with a cache of any
 * capacity, and batches up to the worker's limits without being taken apart.
 */
public final class ProfileCheck {

    private ProfileCheck() {}

    /**
     * @param encoderBatch most images of an encoder call
     * @param prefillRows most prompts of a call
     * @param rows most sequences of a step
     */
    public static List<GraphProblem> of(Bundle bundle, int encoderBatch, int prefillRows, int rows) {
        List<GraphProblem> problems = new ArrayList<>();
        atMost(problems, "encoder", encoderBatch, bundle.batchProfiles().encoder());
        atMost(problems, "prefill", prefillRows, bundle.batchProfiles().prefill());
        atMost(problems, "step", rows, bundle.batchProfiles().step());
        DecoderProfiles decoder = DecoderProfiles.of(bundle);
        for (int tokens = 1; tokens <= bundle.decoder().maxPositions(); tokens++) {
            require(problems, decoder, new CallSize(1, tokens, 1, tokens, false), 1);
            require(problems, decoder, new CallSize(1, tokens, tokens, 1, false), 1);
            for (int capacity : bundle.cacheCapacities()) {
                require(problems, decoder, new CallSize(1, tokens, tokens, 1, true), capacity);
            }
        }
        for (int batch = 1; batch <= bundle.batchProfiles().step().getLast(); batch++) {
            for (int capacity : bundle.cacheCapacities()) {
                require(problems, decoder, new CallSize(batch, 1, batch, 1, true), capacity);
            }
        }
        return problems;
    }

    private static void atMost(List<GraphProblem> problems, String kind, int limit, List<Integer> sizes) {
        if (limit > sizes.getLast()) {
            problems.add(new GraphProblem(
                    "batchProfiles." + kind,
                    "ends at " + sizes.getLast() + ", but the worker makes batches of up to " + limit
                            + "; add that size, or lower the worker's limit"));
        }
    }

    private static void require(List<GraphProblem> problems, DecoderProfiles profiles, CallSize size, int capacity) {
        if (profiles.choose(size, capacity).isEmpty()) {
            problems.add(new GraphProblem("profiles", "none takes " + size + " with a cache of capacity " + capacity));
        }
    }
}

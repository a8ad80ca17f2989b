package io.percept.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** Sessions of the ONNX Runtime on the CPU. */
record CpuSetup(EngineOptions options) implements OnnxSession.Setup {

    /** Threads that share an operator wait for each other at its end; four images share these waits, and one thread has none. */
    private static final int BEST_SHARED_BATCH = 4;

    /** On one thread, a second has 2200 steps of one sequence, 5400 of four, 6600 of 16 and 6900 of 32. */
    private static final int FULL_CALL = 16;

    @Override
    public int fullDecoderCall() {
        return FULL_CALL;
    }

    @Override
    public int bestEncoderBatch() {
        return options.intraOpThreads() == 1 ? 1 : BEST_SHARED_BATCH;
    }

    @Override
    public void apply(SessionOptions session) throws OrtException {
        session.setIntraOpNumThreads(options.intraOpThreads());
        session.setInterOpNumThreads(1);
        session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        // Patterns are kept per combination of input shapes, and the shapes here never end.
        session.setMemoryPatternOptimization(false);
        session.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
    }
}

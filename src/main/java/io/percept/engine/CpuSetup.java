package io.percept.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** Sessions of the ONNX Runtime on the CPU. */
record CpuSetup(EngineOptions options) implements OnnxSession.Setup {

    /** Threads that share an operator wait for each other at its end, and four images share these waits. One thread has none of them. */
    private static final int SHARED_BATCH = 4;

    /**
     * Alone, a decoder does hardly more from 16 rows on. Beside an encoder each call reads the weights anew, and 32 rows share that:
     * docs/performance.md has the figures.
     */
    private static final int FULL_CALL = 32;

    @Override
    public int fullDecoderCall() {
        return FULL_CALL;
    }

    @Override
    public int bestEncoderBatch() {
        return options.intraOpThreads() == 1 ? 1 : SHARED_BATCH;
    }

    @Override
    public int backlogEncoderBatch() {
        return SHARED_BATCH;
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

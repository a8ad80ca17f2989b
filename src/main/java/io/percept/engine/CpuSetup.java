package io.percept.engine;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/** Sessions of the ONNX Runtime on the CPU. */
record CpuSetup(EngineOptions options) implements OnnxSession.Setup {

    /** One image keeps two cores busy by itself but for the ends of each operator; four share these. */
    private static final int BEST_BATCH = 4;

    @Override
    public int bestEncoderBatch() {
        return BEST_BATCH;
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

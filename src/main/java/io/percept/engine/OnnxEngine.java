package io.percept.engine;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;

/** The encoder and the decoder of one bundle in DJL's {@code OnnxRuntime} engine. */
public final class OnnxEngine implements ModelEngine {

    private final String device;
    private final EncoderSession encoder;
    private final DecoderSession decoder;

    private OnnxEngine(String device, EncoderSession encoder, DecoderSession decoder) {
        this.device = device;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /**
     * Opens a bundle on the CPU: the embedded default and the reference.
     *
     * @throws BundleException if the engine cannot load the bundle's graphs
     */
    public static OnnxEngine open(Bundle bundle, EngineOptions options) {
        OnnxSession.Setup cpu = new CpuSetup(options);
        return open(
                bundle,
                cpu,
                cpu,
                "cpu x" + options.intraOpThreads()
                        + (bundle.isStandard() ? "" : " " + bundle.variant().name()));
    }

    /**
     * Opens a bundle with a setup of the sessions of one's own.
     *
     * @param device as results name it
     * @throws BundleException if the engine cannot load the bundle's graphs
     */
    static OnnxEngine open(Bundle bundle, OnnxSession.Setup forEncoder, OnnxSession.Setup forDecoder, String device) {
        EnvironmentHold.take();
        OnnxSession encoding = new OnnxSession(bundle.file(bundle.variant().encoder()), forEncoder);
        try {
            OnnxSession decoding = new OnnxSession(bundle.file(bundle.variant().decoder()), forDecoder);
            return new OnnxEngine(
                    device,
                    new EncoderSession(bundle, encoding, forEncoder.bestEncoderBatch()),
                    new DecoderSession(bundle, decoding, forDecoder.fullDecoderCall()));
        } catch (RuntimeException e) {
            encoding.close();
            throw e;
        }
    }

    @Override
    public VisionEncoder encoder() {
        return encoder;
    }

    @Override
    public TextDecoder decoder() {
        return decoder;
    }

    /** Such as {@code OnnxRuntime 1.26.0 cpu x2 via DJL 0.38.0}, or {@code cpu x2 int8} for a variant of the bundle. */
    @Override
    public String identity() {
        return "%s %s %s via DJL %s"
                .formatted(
                        OnnxSession.ENGINE,
                        OrtEnvironment.getEnvironment().getVersion(),
                        device,
                        Engine.getDjlVersion());
    }

    /** With the TensorRT provider too: its caches are in the memory of the process. */
    @Override
    public boolean sharesTheMachine() {
        return true;
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}

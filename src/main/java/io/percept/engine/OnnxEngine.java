package io.percept.engine;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
        return open(bundle, options, 1).getFirst();
    }

    /**
     * Opens several engines on the CPU, which work beside each other. Where each has one thread they have the weights in common: they
     * take the room of one engine, in memory and in the processor's caches. Otherwise each has its own, since threads that share operators
     * belong to the weights.
     *
     * @param options of each
     * @throws BundleException if the engine cannot load the bundle's graphs
     */
    public static List<OnnxEngine> open(Bundle bundle, EngineOptions options, int count) {
        OnnxSession.Setup cpu = new CpuSetup(options);
        String device = "cpu x" + options.intraOpThreads()
                + (bundle.isStandard() ? "" : " " + bundle.variant().name());
        if (options.intraOpThreads() == 1) {
            return open(bundle, cpu, cpu, device, count);
        }
        List<OnnxEngine> engines = new ArrayList<>(count);
        try {
            while (engines.size() < count) {
                engines.add(open(bundle, cpu, cpu, device, 1).getFirst());
            }
            return engines;
        } catch (RuntimeException e) {
            engines.forEach(OnnxEngine::close);
            throw e;
        }
    }

    /**
     * Opens engines that have the weights in common, with a setup of one's own.
     *
     * @param device as results name it
     * @throws BundleException if the engine cannot load the bundle's graphs
     * @throws NoMemory if there is none for the buffers of one of them; nothing stays open then
     */
    static List<OnnxEngine> open(
            Bundle bundle, OnnxSession.Setup forEncoder, OnnxSession.Setup forDecoder, String device, int count) {
        EnvironmentHold.take();
        try (LoadedGraph encoding = new LoadedGraph(bundle.file(bundle.variant().encoder()), forEncoder);
                LoadedGraph decoding =
                        new LoadedGraph(bundle.file(bundle.variant().decoder()), forDecoder)) {
            return open(bundle, encoding, decoding, device, count);
        }
    }

    /**
     * Opens engines on graphs that are loaded.
     *
     * @throws NoMemory if there is none for the buffers of one of them; none of them holds the graphs then
     */
    static List<OnnxEngine> open(Bundle bundle, LoadedGraph encoding, LoadedGraph decoding, String device, int count) {
        List<OnnxEngine> engines = new ArrayList<>(count);
        try {
            while (engines.size() < count) {
                engines.add(openOne(bundle, encoding, decoding, device));
            }
            return List.copyOf(engines);
        } catch (RuntimeException e) {
            engines.forEach(OnnxEngine::close);
            throw e;
        }
    }

    private static OnnxEngine openOne(Bundle bundle, LoadedGraph encoding, LoadedGraph decoding, String device) {
        OnnxSession.Setup setup = encoding.setup();
        EncoderSession encoder = on(
                encoding,
                session -> new EncoderSession(bundle, session, setup.bestEncoderBatch(), setup.backlogEncoderBatch()));
        try {
            int fullCall = decoding.setup().fullDecoderCall();
            return new OnnxEngine(
                    device, encoder, on(decoding, session -> new DecoderSession(bundle, session, fullCall)));
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /** What has a session of a graph, and closes it; where that cannot be made, the session is closed here. */
    private static <T> T on(LoadedGraph graph, Function<OnnxSession, T> made) {
        OnnxSession session = new OnnxSession(graph);
        try {
            return made.apply(session);
        } catch (RuntimeException e) {
            session.close();
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

package io.percept.engine;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import java.util.stream.IntStream;

/** The encoder and the decoder of one bundle in DJL's {@code OnnxRuntime} engine on the CPU. */
public final class OnnxEngine implements AutoCloseable {

    private final Bundle bundle;
    private final EngineOptions options;
    private final EncoderSession encoder;
    private final DecoderSession decoder;

    private OnnxEngine(Bundle bundle, EngineOptions options, EncoderSession encoder, DecoderSession decoder) {
        this.bundle = bundle;
        this.options = options;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** @throws BundleException if the engine cannot load the bundle's graphs */
    public static OnnxEngine open(Bundle bundle, EngineOptions options) {
        EnvironmentHold.take();
        EncoderSession encoder = new EncoderSession(bundle, options);
        try {
            return new OnnxEngine(bundle, options, encoder, new DecoderSession(bundle, options));
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    public VisionEncoder encoder() {
        return encoder;
    }

    public TextDecoder decoder() {
        return decoder;
    }

    /** The engine as results name it, such as {@code OnnxRuntime 1.26.0 cpu x2 via DJL 0.38.0}. */
    public String identity() {
        return "%s %s cpu x%d via DJL %s"
                .formatted(
                        OnnxSession.ENGINE,
                        OrtEnvironment.getEnvironment().getVersion(),
                        options.intraOpThreads(),
                        Engine.getDjlVersion());
    }

    /** Runs every kind of call once, so that the first request does not pay for threads, memory and code to be made. */
    public void warmUp() {
        int values = 3 * bundle.image().size() * bundle.image().size();
        ImageEmbedding image = encoder.encode(List.<PixelSource>of(chw -> chw.position(chw.position() + values)))
                .getFirst();
        int queries = image.queries();
        int[] ids = new int[queries + 2];
        int[] imageRows = new int[ids.length];
        for (int i = 0; i < queries; i++) {
            ids[i] = bundle.specialTokens().imagePad();
            imageRows[i] = i;
        }
        imageRows[queries] = -1;
        imageRows[queries + 1] = -1;
        for (int count : bundle.batchProfiles().step()) {
            try (KeyValueCache cache = decoder.newCache(bundle.cacheCapacities().getFirst(), count)) {
                DecoderRow prompt = new DecoderRow(ids, imageRows, 0, queries + 1, List.of(image), 0, 0, true, false);
                decoder.extend(cache, List.of(prompt));
                DecoderRow step =
                        new DecoderRow(ids, imageRows, queries + 1, 1, List.of(), queries + 1, 0, true, false);
                decoder.extend(cache, consecutive(step, count));
            }
        }
    }

    private static List<DecoderRow> consecutive(DecoderRow row, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DecoderRow(
                        row.ids(), row.imageRows(), row.from(), row.count(), row.images(), row.past(), i, true, false))
                .toList();
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}

package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnnxEngineTest {

    private static final int IMAGES = 6;
    private static final int STEPS = 20;

    private final Bundle bundle = TestBundle.bundle();
    private final EngineOptions oneThread = new EngineOptions(1, false);

    @Test
    void shouldComputeBesideEachOtherWhatEachComputesAlone() throws Exception {
        List<float[]> encoded = new ArrayList<>();
        List<float[]> decoded = new ArrayList<>();
        try (OnnxEngine alone = OnnxEngine.open(bundle, oneThread)) {
            for (int i = 0; i < IMAGES; i++) {
                encoded.add(encode(alone, i));
                decoded.add(decode(alone, i));
            }
        }
        List<OnnxEngine> engines = OnnxEngine.open(bundle, oneThread, 3);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> ends = new ArrayList<>();
            for (OnnxEngine engine : engines) {
                ends.add(threads.submit(() -> {
                    for (int i = 0; i < IMAGES; i++) {
                        assertThat(encode(engine, i)).containsExactly(encoded.get(i));
                    }
                }));
                ends.add(threads.submit(() -> {
                    for (int i = IMAGES - 1; i >= 0; i--) {
                        assertThat(decode(engine, i)).containsExactly(decoded.get(i));
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            engines.forEach(OnnxEngine::close);
        }
    }

    @Test
    void shouldGoOnWhereOneWithTheSameWeightsIsClosedEvenTwice() {
        List<OnnxEngine> engines = OnnxEngine.open(bundle, oneThread, 2);
        try (OnnxEngine second = engines.getLast()) {
            float[] before = encode(second, 0);

            engines.getFirst().close();
            engines.getFirst().close();

            assertThat(encode(second, 0)).containsExactly(before);
            assertThat(decode(second, 0)).hasSize((STEPS + 1) * bundle.decoder().vocabulary());
        }
    }

    @Test
    void shouldUnloadItsGraphsWhereThereIsNoMemoryForASession() {
        BatchProfiles usual = bundle.batchProfiles();
        // The cache that stands in for none has a row for each prompt of a call.
        BatchProfiles huge = new BatchProfiles(usual.encoder(), List.of(Integer.MAX_VALUE), usual.step());

        assertUnloadsItsGraphs(TestBundle.with(huge), cpu());
    }

    @Test
    void shouldUnloadItsGraphsWhereThereIsNoMemoryForAFurtherEngine() {
        AtomicInteger engines = new AtomicInteger();
        OnnxSession.Setup roomForOne = new OnnxSession.Setup() {
            @Override
            public void apply(SessionOptions session) throws OrtException {
                cpu().apply(session);
            }

            @Override
            public int fullDecoderCall() {
                if (engines.incrementAndGet() > 1) {
                    throw new NoMemory("no room for two", null);
                }
                return 1;
            }
        };

        assertUnloadsItsGraphs(bundle, roomForOne);
        assertThat(engines).hasValue(2);
    }

    private void assertUnloadsItsGraphs(Bundle opened, OnnxSession.Setup forDecoder) {
        LoadedGraph encoding = new LoadedGraph(bundle.file(bundle.variant().encoder()), cpu());
        LoadedGraph decoding = new LoadedGraph(bundle.file(bundle.variant().decoder()), forDecoder);
        try (encoding;
                decoding) {
            assertThatThrownBy(() -> OnnxEngine.open(opened, encoding, decoding, "cpu", 2))
                    .isInstanceOf(NoMemory.class);
        }
        assertThatThrownBy(encoding::hold).hasMessageContaining("unloaded");
        assertThatThrownBy(decoding::hold).hasMessageContaining("unloaded");
    }

    private OnnxSession.Setup cpu() {
        return new CpuSetup(oneThread);
    }

    /** An image of such a seed. */
    private float[] encode(OnnxEngine engine, int seed) {
        Random random = new Random(seed);
        float[] pixels = new float[3 * bundle.image().size() * bundle.image().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return engine.encoder()
                .encode(List.<PixelSource>of(chw -> chw.put(pixels)))
                .getFirst()
                .values();
    }

    /** Logits of a prompt and of the steps after it. */
    private float[] decode(OnnxEngine engine, int seed) {
        int[] ids = new Random(seed)
                .ints(seed + 5 + STEPS, 0, bundle.decoder().vocabulary())
                .toArray();
        int[] noImage = new int[ids.length];
        Arrays.fill(noImage, -1);
        int prompt = seed + 5;
        float[] logits = new float[(STEPS + 1) * bundle.decoder().vocabulary()];
        try (KeyValueCache cache =
                engine.decoder().newCache(bundle.cacheCapacities().getFirst(), 1)) {
            for (int step = 0; step <= STEPS; step++) {
                int past = step == 0 ? 0 : prompt + step - 1;
                int count = step == 0 ? prompt : 1;
                Logits next = engine.decoder()
                        .extend(
                                cache,
                                List.of(new DecoderRow(ids, noImage, past, count, List.of(), past, 0, true, false)));
                for (int token = 0; token < next.vocabulary(); token++) {
                    logits[step * next.vocabulary() + token] = next.value(0, token);
                }
            }
        }
        return logits;
    }
}

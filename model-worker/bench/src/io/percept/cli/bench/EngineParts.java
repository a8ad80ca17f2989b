package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.engine.DecoderRow;
import io.percept.engine.EngineOptions;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.OnnxEngine;
import io.percept.engine.PixelSource;
import io.percept.engine.TrialCalls;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The calls of the engine one by one: how each goes with its rows, and a step with the capacity that it reads. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EngineParts {

    private static final Path BUNDLE = Path.of("model-worker", "models", "percept-tiny");

    /** A bundle on the CPU with one thread per core. */
    public abstract static class Opened {

        Bundle bundle;
        OnnxEngine engine;
        TrialCalls calls;

        void open() {
            bundle = Bundle.load(BUNDLE);
            engine = OnnxEngine.open(
                    bundle, new EngineOptions(Runtime.getRuntime().availableProcessors(), false));
            calls = new TrialCalls(bundle, engine);
        }

        @TearDown(Level.Trial)
        public void close() {
            engine.close();
        }
    }

    @State(Scope.Thread)
    public static class Encoding extends Opened {

        @Param({"1", "4", "16"})
        int images;

        List<PixelSource> call;

        @Setup(Level.Trial)
        public void setUp() {
            open();
            call = Collections.nCopies(images, PixelSource.grey(bundle.image()));
        }
    }

    @State(Scope.Thread)
    public static class Prefill extends Opened {

        @Param({"1", "4", "16"})
        int rows;

        KeyValueCache cache;
        List<DecoderRow> call;

        @Setup(Level.Trial)
        public void setUp() {
            open();
            cache = engine.decoder().newCache(bundle.cacheCapacities().getFirst(), rows);
            call = calls.prompts(rows);
        }
    }

    @State(Scope.Thread)
    public static class Step extends Opened {

        @Param({"1", "8", "16", "32"})
        int rows;

        @Param({"128", "192", "256", "512"})
        int capacity;

        KeyValueCache cache;
        List<DecoderRow> call;

        @Setup(Level.Trial)
        public void setUp() {
            open();
            cache = engine.decoder().newCache(capacity, rows);
            calls.prompts(rows).forEach(prompt -> engine.decoder().extend(cache, List.of(prompt)));
            call = calls.steps(rows);
        }
    }

    @Benchmark
    public List<ImageEmbedding> encode(Encoding state) {
        return state.engine.encoder().encode(state.call);
    }

    @Benchmark
    public Logits prefill(Prefill state) {
        return state.engine.decoder().extend(state.cache, state.call);
    }

    @Benchmark
    public Logits step(Step state) {
        return state.engine.decoder().extend(state.cache, state.call);
    }
}

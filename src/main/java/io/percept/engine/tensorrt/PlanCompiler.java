package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.EngineUnavailable;
import io.percept.engine.ModelEngine;
import io.percept.engine.golden.GoldenSet;
import io.percept.engine.golden.Parity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;

/**
 * Builds a bundle's plans for one GPU, and keeps them only if they compute what the golden cases say. Plans lie in a directory of
 * their key, which is there whole or not at all.
 */
public final class PlanCompiler {

    /** Steps of a build, for a bar. */
    public static final int STEPS = 5;

    private final Bundle bundle;
    private final TensorRtSettings settings;
    private final int device;
    private final Consumer<String> progress;

    /** @param progress is told what begins, {@link #STEPS} times */
    public PlanCompiler(Bundle bundle, TensorRtSettings settings, int device, Consumer<String> progress) {
        this.bundle = bundle;
        this.settings = settings;
        this.device = device;
        this.progress = progress;
    }

    /**
     * What a build has come to.
     *
     * @param directory where the plans are
     * @param parity how they compare with the golden cases
     */
    public record Compiled(Path directory, Parity parity) {}

    /**
     * Builds the plans, whether or not there are some already; takes minutes.
     *
     * @throws EngineUnavailable if this machine cannot, or the plans do not compute what the golden cases say
     * @throws io.percept.engine.BundleException if TensorRT could not build the bundle's graphs, or it has no golden cases
     */
    public Compiled compile() {
        new TensorRtRequirements().requireForBuilding();
        progress.accept("checking the graphs");
        GoldenSet golden = GoldenSet.load(bundle);
        byte[] encoder =
                GraphSource.of(bundle, Bundle.ENCODER, settings.precision()).toByteArray();
        byte[] decoder =
                GraphSource.of(bundle, Bundle.DECODER, settings.precision()).toByteArray();
        return TensorRtRequirements.guarded(() -> compile(golden, encoder, decoder));
    }

    private Compiled compile(GoldenSet golden, byte[] encoder, byte[] decoder) {
        CudaDevice gpu = new CudaDevice(device);
        Path directory = key(gpu).directory(settings.plans());
        try {
            Path siblings = Files.createDirectories(directory.getParent());
            UnfinishedFiles.removeAbandoned(siblings, Instant.now());
            UnfinishedFiles.removeAbandoned(settings.plans(), Instant.now());
            Path partial = UnfinishedFiles.directory(siblings);
            try {
                build(encoder, decoder, gpu, partial);
                Parity parity = parity(golden, partial);
                progress.accept("keeping the plans");
                replace(partial, directory);
                return new Compiled(directory, parity);
            } finally {
                UnfinishedFiles.remove(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The plans cannot be written below " + settings.plans(), e);
        }
    }

    private PlanKey key(CudaDevice gpu) {
        return PlanKey.of(bundle, settings.precision(), NvInferRuntime.version(), gpu);
    }

    private void build(byte[] encoder, byte[] decoder, CudaDevice gpu, Path directory) throws IOException {
        gpu.use();
        Path timings = settings.plans().resolve("timings-" + PlanKey.gpu(NvInferRuntime.version(), gpu));
        try (NvInferBuilder builder = new NvInferBuilder(settings.workspaceBytes(), timings)) {
            progress.accept("building the encoder");
            build(builder, encoder, EncoderProfiles.of(bundle).profiles(), directory.resolve(PlanKey.encoder()));
            progress.accept("building the decoder");
            build(builder, decoder, DecoderProfiles.of(bundle).shapes(bundle), directory.resolve(PlanKey.decoder()));
        }
    }

    private static void build(NvInferBuilder builder, byte[] graph, List<Profile> profiles, Path file)
            throws IOException {
        IHostMemory plan = builder.build(graph, profiles);
        try {
            NativeFiles.write(plan.data(), plan.size(), file);
        } finally {
            NativeObjects.delete(plan);
        }
    }

    private Parity parity(GoldenSet golden, Path directory) {
        progress.accept("comparing with the golden cases");
        try (ModelEngine engine =
                TensorRtEngines.open(bundle, settings, device, directory, CacheDemand.ofTrial(bundle))) {
            Parity parity =
                    Parity.check(bundle, golden, engine, settings.precision().tolerance());
            if (!parity.agrees()) {
                throw new EngineUnavailable(
                        "The plans in %s are thrown away, because they do not compute what %s does: %s (%s)"
                                .formatted(
                                        settings.precision(),
                                        bundle.name(),
                                        String.join("; ", parity.failures()),
                                        parity));
            }
            return parity;
        }
    }

    private static void replace(Path partial, Path directory) throws IOException {
        UnfinishedFiles.remove(directory);
        Files.move(partial, directory);
    }
}

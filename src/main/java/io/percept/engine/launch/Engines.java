package io.percept.engine.launch;

import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.CacheDemand;
import io.percept.engine.EngineUnavailable;
import io.percept.engine.ModelEngine;
import io.percept.engine.OnnxEngine;
import io.percept.engine.OnnxTensorRtEngine;
import io.percept.engine.WarmUp;
import io.percept.engine.tensorrt.Precision;
import io.percept.engine.tensorrt.ProviderShapes;
import io.percept.engine.tensorrt.TensorRtEngines;
import io.percept.engine.tensorrt.TensorRtRequirements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens engines, warm. */
public final class Engines {

    private static final System.Logger LOG = System.getLogger(Engines.class.getName());

    private Engines() {}

    /**
     * Opens a bundle in the engine that was chosen.
     *
     * @param demand of the caches of one device
     * @return one engine per GPU, or those that share the CPU; at least one, all warm
     * @throws EngineUnavailable if the engine cannot run here and the CPU may not take over
     * @throws io.percept.engine.BundleException if the engine refuses the bundle
     */
    public static List<ModelEngine> open(Bundle bundle, EngineChoice choice, CacheDemand demand) {
        return open(bundle, choice, demand, choice.cpu().count(bundle));
    }

    /** The one alone that {@link #open} gives at a place, or one more like it. */
    public static ModelEngine openOne(Bundle bundle, EngineChoice choice, CacheDemand demand, int place) {
        return open(bundle, choice.ofDevice(place), demand, 1).getFirst();
    }

    private static List<ModelEngine> open(Bundle bundle, EngineChoice choice, CacheDemand demand, int onCpu) {
        List<ModelEngine> engines;
        try {
            engines = openKind(bundle, choice, demand, onCpu);
        } catch (EngineUnavailable e) {
            if (!choice.fallBackToCpu() || choice.kind() == EngineKind.ONNXRUNTIME) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "The CPU takes over: {0}", e.getMessage());
            engines = onCpu(bundle, choice.cpu(), onCpu);
        }
        try {
            engines.forEach(engine -> new WarmUp(bundle, engine).run());
            return engines;
        } catch (RuntimeException e) {
            engines.forEach(ModelEngine::close);
            throw e;
        }
    }

    private static List<ModelEngine> openKind(Bundle bundle, EngineChoice choice, CacheDemand demand, int onCpu) {
        if (!bundle.isStandard() && choice.kind() != EngineKind.ONNXRUNTIME) {
            throw new BundleException(
                    bundle.directory(),
                    "its variant %s is for the CPU; leave out percept.engine.variant, or take percept.engine.name=%s"
                            .formatted(bundle.variant().name(), EngineKind.ONNXRUNTIME));
        }
        return switch (choice.kind()) {
            case ONNXRUNTIME -> onCpu(bundle, choice.cpu(), onCpu);
            case TENSORRT -> TensorRtEngines.open(bundle, choice.tensorRt(), demand);
            case ONNXRUNTIME_TENSORRT -> List.of(onnxTensorRt(bundle, choice));
        };
    }

    private static List<ModelEngine> onCpu(Bundle bundle, CpuEngines cpu, int count) {
        return List.copyOf(OnnxEngine.open(bundle, cpu.each(bundle), count));
    }

    private static ModelEngine onnxTensorRt(Bundle bundle, EngineChoice choice) {
        new TensorRtRequirements().requireForOnnxRuntime(OnnxTensorRtEngine.available());
        if (choice.tensorRt().precision() != Precision.FP32
                || choice.tensorRt().devices().size() > 1) {
            throw new EngineUnavailable("The ONNX Runtime with TensorRT runs in single precision on one GPU only;"
                    + " set percept.engine.tensorrt.precision=fp32 and name one of percept.engine.tensorrt.devices,"
                    + " or use percept.engine.name=tensorrt.");
        }
        Path cache = choice.tensorRt()
                .plans()
                .resolve("onnxruntime-" + bundle.digest().substring(0, 16));
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new UncheckedIOException("The engines of TensorRT cannot be kept in " + cache, e);
        }
        return OnnxTensorRtEngine.open(
                bundle,
                choice.cpu().alone(),
                choice.tensorRt().devices().getFirst(),
                cache,
                ProviderShapes.encoder(bundle),
                ProviderShapes.decoder(bundle));
    }
}

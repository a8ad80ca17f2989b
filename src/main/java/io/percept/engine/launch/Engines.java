package io.percept.engine.launch;

import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.CacheDemand;
import io.percept.engine.EngineFailure;
import io.percept.engine.EngineUnavailable;
import io.percept.engine.ModelEngine;
import io.percept.engine.OnnxEngine;
import io.percept.engine.OnnxTensorRtProvider;
import io.percept.engine.WarmUp;
import io.percept.engine.tensorrt.Precision;
import io.percept.engine.tensorrt.ProviderShapes;
import io.percept.engine.tensorrt.TensorRtEngines;
import io.percept.engine.tensorrt.TensorRtRequirements;
import java.util.List;
import java.util.function.Supplier;

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
        return open(bundle, choice, () -> openKind(bundle, choice, demand, onCpu), onCpu);
    }

    /**
     * Opens engines and warms them.
     *
     * @param chosen opens the engine that was chosen
     * @param onCpu how many engines the CPU gets where it takes over
     */
    static List<ModelEngine> open(Bundle bundle, EngineChoice choice, Supplier<List<ModelEngine>> chosen, int onCpu) {
        if (choice.kind() == EngineKind.ONNXRUNTIME) {
            return warm(bundle, chosen.get());
        }
        try {
            return openOnGpu(bundle, chosen);
        } catch (EngineUnavailable e) {
            if (!choice.fallBackToCpu()) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "The CPU takes over: {0}", e.getMessage());
            return warm(bundle, onCpu(bundle, choice.cpu(), onCpu));
        }
    }

    /**
     * An engine that fails while it is opened cannot run here; nor can one that fails in its first calls, which are the first that all of a
     * GPU's libraries are in.
     */
    private static List<ModelEngine> openOnGpu(Bundle bundle, Supplier<List<ModelEngine>> chosen) {
        try {
            return warm(bundle, chosen.get());
        } catch (EngineFailure | LinkageError e) {
            throw TensorRtRequirements.failed(e);
        }
    }

    private static List<ModelEngine> warm(Bundle bundle, List<ModelEngine> engines) {
        try {
            engines.forEach(engine -> new WarmUp(bundle, engine).run());
            return engines;
        } catch (RuntimeException | LinkageError e) {
            engines.forEach(engine -> close(engine, e));
            throw e;
        }
    }

    /** A device that fails may do so again while its engine is closed, which must not hide the reason. */
    private static void close(ModelEngine engine, Throwable reason) {
        try {
            engine.close();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
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
        new TensorRtRequirements().requireForOnnxRuntime(OnnxTensorRtProvider.available());
        if (choice.tensorRt().precision() != Precision.FP32
                || choice.tensorRt().devices().size() > 1) {
            throw new EngineUnavailable("The ONNX Runtime with TensorRT runs in single precision on one GPU only;"
                    + " set percept.engine.tensorrt.precision=fp32 and name one of percept.engine.tensorrt.devices,"
                    + " or use percept.engine.name=tensorrt.");
        }
        ProviderCache cache = ProviderCache.of(bundle, choice.tensorRt());
        cache.make();
        cache.notice().ifPresent(notice -> LOG.log(System.Logger.Level.WARNING, notice));
        return OnnxTensorRtProvider.open(
                bundle,
                choice.cpu().alone(),
                choice.tensorRt().devices().getFirst(),
                cache.directory(),
                ProviderShapes.encoder(bundle),
                ProviderShapes.decoder(bundle));
    }
}

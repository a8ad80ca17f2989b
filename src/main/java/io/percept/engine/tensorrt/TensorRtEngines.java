package io.percept.engine.tensorrt;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.CacheDemand;
import io.percept.engine.EngineUnavailable;
import io.percept.engine.ModelEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a bundle's plans through DJL's engine {@code TensorRT}, on one GPU or several. */
public final class TensorRtEngines {

    private TensorRtEngines() {}

    /**
     * @param demand of the caches of one GPU
     * @return one engine per device of the settings
     * @throws EngineUnavailable if TensorRT cannot run here, has no plan, or has too little memory
     */
    public static List<ModelEngine> open(Bundle bundle, TensorRtSettings settings, CacheDemand demand) {
        new TensorRtRequirements().require();
        return TensorRtRequirements.guarded(() -> openAll(bundle, settings, demand));
    }

    private static List<ModelEngine> openAll(Bundle bundle, TensorRtSettings settings, CacheDemand demand) {
        requireDevices(settings);
        List<ModelEngine> engines = new ArrayList<>();
        try {
            for (int device : settings.devices()) {
                engines.add(open(bundle, settings, device, plans(bundle, settings, device), demand));
            }
            return List.copyOf(engines);
        } catch (RuntimeException e) {
            engines.forEach(ModelEngine::close);
            throw e;
        }
    }

    private static void requireDevices(TensorRtSettings settings) {
        int count = CudaDevice.count();
        for (int device : settings.devices()) {
            if (device < 0 || device >= count) {
                throw new EngineUnavailable("percept.engine.tensorrt.devices names GPU " + device
                        + ", but the driver shows 0 to " + (count - 1) + "; name one of those.");
            }
        }
    }

    /** The directory of the plans, which are built if that is allowed and necessary. */
    private static Path plans(Bundle bundle, TensorRtSettings settings, int device) {
        Device gpu = new CudaDevice(device);
        String version = NvInferRuntime.version();
        Path directory = PlanKey.of(bundle, settings.precision(), version, gpu).directory(settings.plans());
        if (Files.isDirectory(directory)) {
            return directory;
        }
        if (!settings.buildOnStart()) {
            throw new EngineUnavailable(missingPlan(bundle, settings, gpu, version));
        }
        return new PlanCompiler(bundle, settings, device, step -> {}).compile().directory();
    }

    static String missingPlan(Bundle bundle, TensorRtSettings settings, Device gpu, String version) {
        return ("There is no plan of %s %s in %s for TensorRT %s and %s below %s; make it with: percept compile --bundle %s"
                        + " --precision %s --device %d --plans %s (or let the service build it, for minutes, with"
                        + " percept.engine.tensorrt.build-on-start=true).")
                .formatted(
                        bundle.name(),
                        bundle.version(),
                        settings.precision(),
                        version,
                        gpu.name(),
                        settings.plans(),
                        bundle.directory(),
                        settings.precision(),
                        gpu.id(),
                        settings.plans());
    }

    /** Opens the plans of a directory on a device. */
    static ModelEngine open(Bundle bundle, TensorRtSettings settings, int device, Path directory, CacheDemand demand) {
        ResourceStack models = new ResourceStack();
        try {
            TensorRtEngine djl = (TensorRtEngine) Engine.getEngine(TensorRtEngine.NAME);
            Device gpu = djl.device(device);
            Path encoderFile = directory.resolve(PlanKey.encoder());
            Path decoderFile = directory.resolve(PlanKey.decoder());
            gpu.use();
            MemoryBudget.ofPlans(bytes(encoderFile), bytes(decoderFile)).require(gpu);
            Plan encoder = models.add(new LoadedPlan(djl, encoderFile, device)).plan();
            Plan decoder = models.add(new LoadedPlan(djl, decoderFile, device)).plan();
            String identity = "%s %s %s %s via DJL %s"
                    .formatted(
                            TensorRtEngine.NAME,
                            djl.getVersion(),
                            settings.precision(),
                            gpu.name(),
                            Engine.getDjlVersion());
            return DeviceModelEngine.open(bundle, gpu, encoder, decoder, demand, settings.graphs(), identity, models);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    private static long bytes(Path plan) {
        try {
            return Files.size(plan);
        } catch (IOException e) {
            throw unusable(plan, e);
        }
    }

    private static BundleException unusable(Path plan, Exception reason) {
        return new BundleException(plan, "cannot be loaded; compile it again: " + reason.getMessage(), reason);
    }

    /** A plan file, loaded by DJL. */
    private static final class LoadedPlan implements AutoCloseable {

        private final Model model;

        LoadedPlan(TensorRtEngine djl, Path file, int device) {
            model = djl.newModel(file.getFileName().toString(), ai.djl.Device.gpu(device));
            try {
                model.load(file);
            } catch (IOException | MalformedModelException e) {
                model.close();
                throw unusable(file, e);
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }

        Plan plan() {
            return ((TensorRtSymbolBlock) model.getBlock()).plan();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}

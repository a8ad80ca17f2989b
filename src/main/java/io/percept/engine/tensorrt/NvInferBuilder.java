package io.percept.engine.tensorrt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.NetworkDefinitionCreationFlag;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;

/**
 * Builds plans from ONNX on the current device. The network is strongly typed: what the graph says is computed in which
 * precision is what TensorRT does.
 *
 * <p>The parser of a build is not deleted: the bindings have no way to (see {@link NativeObjects}), so a build leaves about the
 * size of its graph behind. A command ends soon after; a service builds at most once, at its start.
 */
final class NvInferBuilder implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(NvInferBuilder.class.getName());

    private final NvInferLogger logger = new NvInferLogger();
    private final IBuilder builder;
    private final long workspaceLimit;
    private final Path timingCache;

    /**
     * @param workspaceLimit most device memory that a layer may use while it is timed and run
     * @param timingCache file with the timings of earlier builds, read if it is there, and written
     */
    NvInferBuilder(long workspaceLimit, Path timingCache) {
        this.workspaceLimit = workspaceLimit;
        this.timingCache = timingCache;
        this.builder = nvinfer.createInferBuilder(logger);
        logger.require(builder != null && !builder.isNull(), "createInferBuilder");
    }

    /**
     * Builds a plan; takes from seconds to minutes.
     *
     * @param onnx an ONNX file in memory
     * @return the plan; the caller deletes it with {@link NativeObjects}
     */
    IHostMemory build(byte[] onnx, List<Profile> profiles) throws IOException {
        try (ResourceStack objects = new ResourceStack()) {
            int flags = 1 << NetworkDefinitionCreationFlag.kSTRONGLY_TYPED.value;
            INetworkDefinition network = builder.createNetworkV2(flags);
            logger.require(network != null && !network.isNull(), "createNetworkV2");
            objects.add(() -> NativeObjects.delete(network));
            BytePointer bytes = objects.add(new BytePointer(onnx));
            parse(network, bytes, onnx.length);
            IBuilderConfig config = builder.createBuilderConfig();
            logger.require(config != null && !config.isNull(), "createBuilderConfig");
            objects.add(() -> NativeObjects.delete(config));
            configure(config, profiles);
            ITimingCache timings = readTimings(config);
            objects.add(() -> NativeObjects.delete(timings));
            IHostMemory plan = builder.buildSerializedNetwork(network, config);
            logger.require(plan != null && !plan.isNull(), "buildSerializedNetwork");
            writeTimings(config);
            return plan;
        }
    }

    private void parse(INetworkDefinition network, BytePointer bytes, long size) {
        IParser parser = nvonnxparser.createParser(network, logger);
        logger.require(parser != null && !parser.isNull(), "createParser");
        if (!parser.parse(bytes, size)) {
            StringBuilder reasons = new StringBuilder();
            for (int i = 0; i < parser.getNbErrors(); i++) {
                var error = parser.getError(i);
                reasons.append(i == 0 ? "" : "; ")
                        .append(error.nodeOperator())
                        .append(' ')
                        .append(error.nodeName())
                        .append(": ")
                        .append(error.desc());
            }
            throw new DeviceFailure("TensorRT's parser refuses the graph: " + reasons);
        }
    }

    private void configure(IBuilderConfig config, List<Profile> profiles) {
        config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, workspaceLimit);
        // Products of single precision would otherwise be computed with the ten bits of TF32.
        config.clearFlag(BuilderFlag.kTF32);
        for (Profile profile : profiles) {
            IOptimizationProfile shapes = builder.createOptimizationProfile();
            profile.inputs().forEach((input, ranges) -> {
                dimensions(
                        shapes,
                        input,
                        OptProfileSelector.kMIN,
                        ranges.stream().map(Range::min).toList());
                dimensions(
                        shapes,
                        input,
                        OptProfileSelector.kOPT,
                        ranges.stream().map(Range::opt).toList());
                dimensions(
                        shapes,
                        input,
                        OptProfileSelector.kMAX,
                        ranges.stream().map(Range::max).toList());
            });
            boolean added = shapes.isValid() && config.addOptimizationProfile(shapes) >= 0;
            logger.require(added, "addOptimizationProfile of " + profile.name());
        }
    }

    private void dimensions(IOptimizationProfile profile, String input, OptProfileSelector end, List<Long> shape) {
        try (Dims64 dims = NvInferTypes.dims(shape)) {
            logger.require(profile.setDimensions(input, end, dims), "setDimensions of " + input + " to " + shape);
        }
    }

    /** Timings of another GPU, or of a file that was cut, are not worth a build: it then begins without. */
    private ITimingCache readTimings(IBuilderConfig config) {
        byte[] earlier = Timings.read(timingCache);
        try (BytePointer bytes = new BytePointer(earlier)) {
            ITimingCache cache = config.createTimingCache(bytes, earlier.length);
            if (cache != null && !cache.isNull() && config.setTimingCache(cache, false)) {
                return cache;
            }
            NativeObjects.delete(cache);
        }
        LOG.log(System.Logger.Level.WARNING, "The timings in {0} are of no use: {1}", timingCache, logger.takeErrors());
        ITimingCache empty = config.createTimingCache(null, 0);
        logger.require(empty != null && config.setTimingCache(empty, false), "setTimingCache");
        return empty;
    }

    private void writeTimings(IBuilderConfig config) throws IOException {
        IHostMemory timings = config.getTimingCache().serialize();
        logger.require(timings != null && !timings.isNull(), "serialize of the timing cache");
        try {
            NativeFiles.write(timings.data(), timings.size(), timingCache);
        } finally {
            NativeObjects.delete(timings);
        }
    }

    @Override
    public void close() {
        NativeObjects.delete(builder);
        logger.close();
    }
}

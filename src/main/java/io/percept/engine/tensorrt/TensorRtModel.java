package io.percept.engine.tensorrt;

import ai.djl.BaseModel;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;

/**
 * A plan file as a DJL model, or an ONNX file that is built when it is loaded. Options for the latter: {@code minShapes}, {@code
 * optShapes} and {@code maxShapes}, each like {@code input_ids:1x1,past_length:1}, give the one profile that it gets. Plans of
 * bundles are built ahead of time, with many profiles, by the command {@code compile}.
 */
public final class TensorRtModel extends BaseModel {

    private static final String PLAN = ".plan";
    private static final String ONNX = ".onnx";
    private static final long WORKSPACE = 4L << 30;

    private final TensorRtNDManager arrays;
    private NvInferRuntime runtime;

    TensorRtModel(String name, TensorRtNDManager manager) {
        super(name);
        this.arrays = manager;
        this.manager = manager;
        this.manager.setName("tensorRtModel");
        this.dataType = DataType.FLOAT32;
    }

    /**
     * Puts a plan's weights on the device.
     *
     * @param path a file, or a directory with a file of the given or the model's name
     * @throws MalformedModelException if TensorRT finds fault with the file
     * @throws io.percept.engine.EngineFailure if the device fails, such as for want of memory, or a graph cannot be built
     */
    @Override
    public void load(Path path, String prefix, Map<String, ?> options) throws IOException, MalformedModelException {
        setModelDir(path);
        wasLoaded = true;
        Path file = find(path, prefix == null ? modelName : prefix);
        Device device = arrays.gpu();
        runtime = new NvInferRuntime();
        try {
            Plan plan = file.toString().endsWith(ONNX) ? built(file, options) : runtime.load(file);
            block = new TensorRtSymbolBlock(device, plan);
        } catch (MalformedModelException e) {
            throw new MalformedModelException("TensorRT cannot load " + file + ": " + e.getMessage(), e);
        }
    }

    private NvInferPlan built(Path onnx, Map<String, ?> options) throws IOException, MalformedModelException {
        Profile profile = ProfileText.profile(
                option(options, "minShapes"), option(options, "optShapes"), option(options, "maxShapes"));
        Path timings = onnx.resolveSibling(onnx.getFileName() + ".timings");
        try (NvInferBuilder builder = new NvInferBuilder(WORKSPACE, timings)) {
            IHostMemory plan = builder.build(Files.readAllBytes(onnx), List.of(profile));
            try {
                return runtime.load(plan.data(), plan.size());
            } finally {
                NativeObjects.delete(plan);
            }
        }
    }

    private static String option(Map<String, ?> options, String name) {
        Object value = options == null ? null : options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "An ONNX file needs the options minShapes, optShapes and maxShapes, such as "
                            + "x:1x3x160x160; or build it ahead with percept compile");
        }
        return value.toString();
    }

    private static Path find(Path path, String name) throws NoSuchFileException {
        for (String each : List.of("", name, name + PLAN, name + ONNX)) {
            Path file = each.isEmpty() ? path : path.resolve(each);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new NoSuchFileException(path.resolve(name + PLAN).toString());
    }

    @Override
    public void close() {
        if (block instanceof TensorRtSymbolBlock loaded) {
            loaded.close();
        }
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
        super.close();
    }
}

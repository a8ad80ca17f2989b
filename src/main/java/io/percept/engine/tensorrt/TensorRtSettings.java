package io.percept.engine.tensorrt;

import java.nio.file.Path;
import java.util.List;

/**
 * How bundles run in TensorRT.
 *
 * @param plans directory of all plans
 * @param precision of the products
 * @param devices ordinals of the GPUs; each gets the whole model
 * @param buildOnStart whether plans that are missing are built at the start, which takes minutes
 * @param graphs whether steps become CUDA graphs
 * @param workspaceBytes most device memory that a layer may take while it is timed and run
 */
public record TensorRtSettings(
        Path plans,
        Precision precision,
        List<Integer> devices,
        boolean buildOnStart,
        boolean graphs,
        long workspaceBytes) {

    /** 4 GiB: more than any layer of the models that we know can use, and little on a GPU that holds them. */
    public static final long DEFAULT_WORKSPACE = 4L << 30;

    public TensorRtSettings {
        devices = List.copyOf(devices);
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("At least one device is needed, such as 0");
        }
        if (devices.stream().distinct().count() < devices.size()) {
            throw new IllegalArgumentException("Each device may be named once: " + devices);
        }
    }

    /** The same for one of the devices alone, by its place among them. */
    public TensorRtSettings ofDevice(int index) {
        return new TensorRtSettings(
                plans, precision, List.of(devices.get(index)), buildOnStart, graphs, workspaceBytes);
    }

    /** The first GPU, single precision, plans below a cache directory. */
    public static TensorRtSettings defaults(Path cache) {
        return new TensorRtSettings(cache.resolve("plans"), Precision.FP32, List.of(0), false, true, DEFAULT_WORKSPACE);
    }
}

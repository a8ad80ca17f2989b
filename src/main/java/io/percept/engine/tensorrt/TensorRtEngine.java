package io.percept.engine.tensorrt;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** DJL's engine for TensorRT 10. Thread-safe. */
public final class TensorRtEngine extends Engine {

    public static final String NAME = "TensorRT";

    static final int RANK = 100;

    private static volatile TensorRtEngine latest;

    private final IntFunction<Device> open;
    private final Map<Integer, Device> devices = new ConcurrentHashMap<>();
    private final TensorRtNDManager root;

    /** @param open opens a device by its ordinal */
    TensorRtEngine(IntFunction<Device> open) {
        this.open = open;
        latest = this;
        this.root = new TensorRtNDManager.Root(this);
    }

    /** The engine, for those that DJL asks for it before they have been told. */
    static TensorRtEngine latest() {
        return latest;
    }

    /** The manager of arrays that belong to nobody. */
    TensorRtNDManager root() {
        return root;
    }

    /** The device of an ordinal, opened once. */
    Device device(int id) {
        return devices.computeIfAbsent(id, open::apply);
    }

    @Override
    public Engine getAlternativeEngine() {
        return null;
    }

    @Override
    public String getEngineName() {
        return NAME;
    }

    @Override
    public int getRank() {
        return RANK;
    }

    @Override
    public String getVersion() {
        return NvInferRuntime.version();
    }

    @Override
    public boolean hasCapability(String capability) {
        return "CUDA".equals(capability);
    }

    @Override
    public Model newModel(String name, ai.djl.Device device) {
        return new TensorRtModel(name, (TensorRtNDManager) newBaseManager(device));
    }

    @Override
    public NDManager newBaseManager() {
        return newBaseManager(null);
    }

    /** @param device null: the first GPU */
    @Override
    public NDManager newBaseManager(ai.djl.Device device) {
        return root.newSubManager(device == null ? ai.djl.Device.gpu(0) : device);
    }

    @Override
    public String toString() {
        return NAME + " " + getVersion();
    }
}

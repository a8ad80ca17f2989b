package io.percept.engine.tensorrt;

import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays in the memory of a GPU, or, on DJL's CPU device, in pinned memory of the host. Closing it frees them. */
public class TensorRtNDManager extends BaseNDManager {

    private final TensorRtEngine engine;

    TensorRtNDManager(TensorRtEngine engine, NDManager parent, ai.djl.Device device) {
        super(parent, device);
        this.engine = engine;
    }

    /** The GPU of the arrays; of pinned ones, the first. */
    Device gpu() {
        Device gpu = engine.device(getDevice().isGpu() ? getDevice().getDeviceId() : 0);
        gpu.use();
        return gpu;
    }

    @Override
    public ByteBuffer allocateDirect(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    /** An array with anything in it. */
    @Override
    public TensorRtNDArray create(Shape shape, DataType type) {
        long bytes = shape.size() * type.getNumOfBytes();
        TensorRtNDArray.Storage storage = getDevice().isGpu()
                ? TensorRtNDArray.Storage.onDevice(gpu(), bytes)
                : TensorRtNDArray.Storage.pinned(gpu(), bytes);
        return new TensorRtNDArray(this, shape, type, storage);
    }

    @Override
    public TensorRtNDArray create(Buffer data, Shape shape, DataType type) {
        int size = Math.toIntExact(shape.size());
        validateBuffer(data, type, size);
        ByteBuffer bytes = allocateDirect(size * type.getNumOfBytes());
        copyBuffer(data, bytes);
        TensorRtNDArray array = create(shape, type);
        array.write(bytes.rewind());
        return array;
    }

    @Override
    public NDArray from(NDArray array) {
        if (array == null || array instanceof TensorRtNDArray) {
            return array;
        }
        TensorRtNDArray result = create(array.toByteBuffer(), array.getShape(), array.getDataType());
        result.setName(array.getName());
        return result;
    }

    @Override
    public TensorRtNDManager newSubManager(ai.djl.Device device) {
        TensorRtNDManager manager = new TensorRtNDManager(engine, this, device);
        attachUncappedInternal(manager.uid, manager);
        return manager;
    }

    /** DJL's base class asks for this in its constructor, before the field is set. */
    @Override
    public Engine getEngine() {
        return engine == null ? TensorRtEngine.latest() : engine;
    }

    /** The manager above all others, which outlives them. */
    static final class Root extends TensorRtNDManager implements SystemNDManager {

        Root(TensorRtEngine engine) {
            super(engine, null, ai.djl.Device.gpu(0));
        }

        @Override
        public void close() {}
    }
}

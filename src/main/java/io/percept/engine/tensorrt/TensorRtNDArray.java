package io.percept.engine.tensorrt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrayAdapter;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An array in device or pinned memory. It holds values for a model and takes them out again; arithmetic is not among its
 * talents, as TensorRT has none outside plans.
 */
public final class TensorRtNDArray extends NDArrayAdapter {

    /** Memory of an array: an address on a device, or a block of the host. */
    sealed interface Storage extends AutoCloseable {

        long bytes();

        static Storage onDevice(Device device, long bytes) {
            return new OnDevice(device, device.allocate(bytes), bytes);
        }

        static Storage pinned(Device device, long bytes) {
            return new Pinned(device.allocateHost(bytes), bytes);
        }

        @Override
        void close();
    }

    record OnDevice(Device device, long address, long bytes) implements Storage {

        @Override
        public void close() {
            device.use();
            device.free(address);
        }
    }

    record Pinned(Device.HostBlock block, long bytes) implements Storage {

        @Override
        public void close() {
            block.close();
        }
    }

    private final AtomicReference<Storage> storage;

    TensorRtNDArray(TensorRtNDManager manager, Shape shape, DataType type, Storage storage) {
        super(manager, null, shape, type, NDManager.nextUid());
        this.storage = new AtomicReference<>(storage);
        manager.attachInternal(getUid(), this);
    }

    private Storage storage() {
        Storage held = storage.get();
        if (held == null) {
            throw new IllegalStateException("The array " + getUid() + " is released");
        }
        return held;
    }

    /** Address in device memory. */
    long address() {
        if (storage() instanceof OnDevice device) {
            return device.address();
        }
        throw new IllegalStateException(
                "The array " + getName() + " is in pinned memory of the host, not on the device");
    }

    /** Whether a GPU can read the values where they are. */
    boolean isOn(Device gpu) {
        return storage() instanceof OnDevice held && held.device().id() == gpu.id();
    }

    /** Where the values are, for messages. */
    String place() {
        return storage() instanceof OnDevice held ? "on GPU " + held.device().id() : "in pinned memory of the host";
    }

    /** Fills the array, from the buffer's position to its limit. */
    void write(ByteBuffer values) {
        switch (storage()) {
            case Pinned pinned -> pinned.block().bytes().put(values);
            case OnDevice device -> {
                device.device().use();
                try (Device.HostBlock staging = device.device().allocateHost(device.bytes());
                        Device.Stream stream = device.device().newStream()) {
                    staging.bytes().put(values);
                    stream.upload(staging, 0, device.address(), device.bytes());
                    stream.synchronize();
                }
            }
        }
    }

    /** A copy of the values in native byte order. */
    @Override
    public ByteBuffer toByteBuffer(boolean tryDirect) {
        ByteBuffer result =
                ByteBuffer.allocateDirect(Math.toIntExact(storage().bytes())).order(ByteOrder.nativeOrder());
        switch (storage()) {
            case Pinned pinned -> result.put(pinned.block().bytes().limit(result.capacity()));
            case OnDevice device -> {
                device.device().use();
                try (Device.HostBlock staging = device.device().allocateHost(device.bytes());
                        Device.Stream stream = device.device().newStream()) {
                    stream.download(device.address(), staging, 0, device.bytes());
                    stream.synchronize();
                    result.put(staging.bytes().limit(result.capacity()));
                }
            }
        }
        return result.rewind();
    }

    @Override
    public void intern(NDArray replaced) {
        TensorRtNDArray other = (TensorRtNDArray) replaced;
        Storage before = storage.getAndSet(other.storage.getAndSet(null));
        if (before != null) {
            before.close();
        }
        other.close();
    }

    @Override
    public void detach() {
        manager.detachInternal(getUid());
        manager = ((TensorRtEngine) manager.getEngine()).root();
    }

    @Override
    public void close() {
        Storage held = storage.getAndSet(null);
        if (held != null) {
            held.close();
        }
        super.close();
    }
}

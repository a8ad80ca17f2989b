package io.percept.engine.tensorrt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Page-locked memory of the host, which the device copies from and to without the processor. */
final class PinnedBlock implements Device.HostBlock {

    private final Pointer memory = new Pointer();
    private final ByteBuffer bytes;

    PinnedBlock(long size) {
        Cuda.check(
                cudart.cudaHostAlloc(memory, size, cudart.cudaHostAllocDefault), "cudaHostAlloc of " + size + " bytes");
        this.bytes = new BytePointer(memory).capacity(size).asByteBuffer();
    }

    long address() {
        return memory.address();
    }

    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate().clear().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        Cuda.check(cudart.cudaFreeHost(memory), "cudaFreeHost");
    }
}

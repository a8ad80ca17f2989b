package io.percept.engine.tensorrt;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A GPU through the CUDA runtime, in the process's primary context. Thread-safe, each thread after {@link #use}. */
final class CudaDevice implements Device {

    private static final int NAME_LENGTH = 256;

    private final int id;
    private final String name;
    private final String architecture;
    private byte[] kernel;

    /** @throws DeviceFailure if there is no such device */
    CudaDevice(int id) {
        this.id = id;
        use();
        // Makes the primary context, which the driver's own calls need.
        Cuda.check(cudart.cudaFree((Pointer) null), "cudaFree");
        this.name = readName();
        this.architecture = "sm" + attribute(cudart.cudaDevAttrComputeCapabilityMajor)
                + attribute(cudart.cudaDevAttrComputeCapabilityMinor);
    }

    /** How many devices the process sees. */
    static int count() {
        int[] count = new int[1];
        Cuda.check(cudart.cudaGetDeviceCount(count), "cudaGetDeviceCount");
        return count[0];
    }

    private String readName() {
        int[] handle = new int[1];
        Cuda.checkDriver(cudart.cuDeviceGet(handle, id), "cuDeviceGet");
        byte[] text = new byte[NAME_LENGTH];
        Cuda.checkDriver(cudart.cuDeviceGetName(text, NAME_LENGTH, handle[0]), "cuDeviceGetName");
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    private int attribute(int attribute) {
        int[] value = new int[1];
        Cuda.check(cudart.cudaDeviceGetAttribute(value, attribute, id), "cudaDeviceGetAttribute");
        return value[0];
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String architecture() {
        return architecture;
    }

    @Override
    public void use() {
        Cuda.check(cudart.cudaSetDevice(id), "cudaSetDevice " + id);
    }

    @Override
    public long freeBytes() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            Cuda.check(cudart.cudaMemGetInfo(free, total), "cudaMemGetInfo");
            return free.get();
        }
    }

    @Override
    public long allocate(long bytes) {
        Pointer memory = new Pointer();
        // CUDA gives no address for no bytes, and TensorRT wants one even then.
        long size = Math.max(1, bytes);
        Cuda.check(cudart.cudaMalloc(memory, size), "cudaMalloc of " + size + " bytes");
        return memory.address();
    }

    @Override
    public void free(long address) {
        Cuda.check(cudart.cudaFree(new Address().at(address)), "cudaFree");
    }

    @Override
    public HostBlock allocateHost(long bytes) {
        return new PinnedBlock(Math.max(1, bytes));
    }

    @Override
    public Stream newStream() {
        return new CudaStream(this::kernel);
    }

    private synchronized byte[] kernel() {
        if (kernel == null) {
            kernel = KernelCompiler.compile(ScatterKernel.source(), ScatterKernel.SOURCE, architecture);
        }
        return kernel;
    }
}

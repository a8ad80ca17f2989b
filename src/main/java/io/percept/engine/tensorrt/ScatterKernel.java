package io.percept.engine.tensorrt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/** The kernel of {@code scatter_rows.cu}, loaded on a device. A stream has its own, because its arguments are kept in it. */
final class ScatterKernel implements AutoCloseable {

    static final String SOURCE = "scatter_rows.cu";

    private static final String NAME = "scatter_rows";
    private static final int THREADS = 128;
    private static final int ADDRESSES = 5;
    private static final int SIZES = 4;

    private final CUmod_st module = new CUmod_st();
    private final CUfunc_st function = new CUfunc_st();
    private final LongPointer addresses = new LongPointer(ADDRESSES);
    private final IntPointer sizes = new IntPointer(SIZES);
    private final PointerPointer<?> arguments = new PointerPointer<>(ADDRESSES + SIZES);

    /** @param binary of the kernel for the current device, see {@link KernelCompiler} */
    ScatterKernel(byte[] binary) {
        try (BytePointer image = new BytePointer(binary)) {
            Cuda.checkDriver(cudart.cuModuleLoadData(module, image), "cuModuleLoadData");
        }
        Cuda.checkDriver(cudart.cuModuleGetFunction(function, module, NAME), "cuModuleGetFunction");
        for (int i = 0; i < ADDRESSES; i++) {
            arguments.put(i, addresses.getPointer(i));
        }
        for (int i = 0; i < SIZES; i++) {
            arguments.put(ADDRESSES + i, sizes.getPointer(i));
        }
    }

    static String source() {
        try (InputStream in = ScatterKernel.class.getResourceAsStream(SOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a scatter on a stream. The driver copies the arguments before this returns. */
    void launch(Scatter scatter, CUstream_st stream) {
        addresses.put(0, scatter.sources());
        addresses.put(1, scatter.targets());
        addresses.put(2, scatter.cacheRows());
        addresses.put(3, scatter.pasts());
        addresses.put(4, scatter.counts());
        sizes.put(0, scatter.tokens());
        sizes.put(1, scatter.heads());
        sizes.put(2, scatter.capacity());
        sizes.put(3, scatter.words());
        Cuda.checkDriver(
                cudart.cuLaunchKernel(
                        function,
                        scatter.tokens(),
                        scatter.rows(),
                        scatter.buffers(),
                        THREADS,
                        1,
                        1,
                        0,
                        stream,
                        arguments,
                        (PointerPointer<?>) null),
                "cuLaunchKernel of " + NAME);
    }

    @Override
    public void close() {
        Cuda.checkDriver(cudart.cuModuleUnload(module), "cuModuleUnload");
        arguments.close();
        sizes.close();
        addresses.close();
    }
}

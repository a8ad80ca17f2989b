package io.percept.engine.tensorrt;

import ai.djl.MalformedModelException;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/** TensorRT's runtime on the current device: turns plan files into plans. Must outlive them. Thread-safe. */
final class NvInferRuntime implements AutoCloseable {

    private static final int MAJOR = 10_000;
    private static final int MINOR = 100;

    private final NvInferLogger logger = new NvInferLogger();
    private final IRuntime runtime;

    NvInferRuntime() {
        this.runtime = nvinfer.createInferRuntime(logger);
        logger.require(runtime != null && !runtime.isNull(), "createInferRuntime");
    }

    /** Version of the library, such as {@code 10.15.1}. */
    static String version() {
        int version = nvinfer.getInferLibVersion();
        return "%d.%d.%d".formatted(version / MAJOR, version % MAJOR / MINOR, version % MINOR);
    }

    NvInferLogger logger() {
        return logger;
    }

    /**
     * Reads a plan file and puts its weights on the current device.
     *
     * @throws MalformedModelException if TensorRT finds fault with the file
     * @throws DeviceFailure if anything else fails, such as for want of device memory
     */
    NvInferPlan load(Path file) throws IOException, MalformedModelException {
        try (BytePointer bytes = NativeFiles.read(file)) {
            return load(bytes, bytes.capacity());
        }
    }

    /** The same of a plan in memory, which may be freed afterwards. */
    NvInferPlan load(Pointer bytes, long size) throws MalformedModelException {
        ICudaEngine engine = runtime.deserializeCudaEngine(bytes, size);
        if (engine == null || engine.isNull()) {
            DeviceFailure failure = logger.failure("deserializeCudaEngine");
            if (LoadErrors.blameTheFile(failure.getMessage())) {
                throw new MalformedModelException(failure.getMessage(), failure);
            }
            throw failure;
        }
        return new NvInferPlan(engine, logger);
    }

    @Override
    public void close() {
        NativeObjects.delete(runtime);
        logger.close();
    }
}

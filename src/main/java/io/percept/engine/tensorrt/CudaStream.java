package io.percept.engine.tensorrt;

import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/** A CUDA stream of one's own, which does not wait for the legacy default stream. */
final class CudaStream implements Device.Stream {

    private final CUstream_st stream = new CUstream_st();
    private final Supplier<byte[]> kernelBinary;
    private ScatterKernel kernel;
    private final Address from = new Address();
    private final Address to = new Address();

    /** @param kernelBinary of the scatter kernel, asked for with the first scatter */
    CudaStream(Supplier<byte[]> kernelBinary) {
        this.kernelBinary = kernelBinary;
        Cuda.check(cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
    }

    CUstream_st pointer() {
        return stream;
    }

    @Override
    public void upload(Device.HostBlock block, long offset, long target, long bytes) {
        long source = ((PinnedBlock) block).address() + offset;
        Cuda.check(
                cudart.cudaMemcpyAsync(to.at(target), from.at(source), bytes, cudart.cudaMemcpyHostToDevice, stream),
                "cudaMemcpyAsync to the device");
    }

    @Override
    public void download(long source, Device.HostBlock block, long offset, long bytes) {
        long target = ((PinnedBlock) block).address() + offset;
        Cuda.check(
                cudart.cudaMemcpyAsync(to.at(target), from.at(source), bytes, cudart.cudaMemcpyDeviceToHost, stream),
                "cudaMemcpyAsync to the host");
    }

    @Override
    public void copy2D(long target, long targetPitch, long source, long sourcePitch, long width, long height) {
        Cuda.check(
                cudart.cudaMemcpy2DAsync(
                        to.at(target),
                        targetPitch,
                        from.at(source),
                        sourcePitch,
                        width,
                        height,
                        cudart.cudaMemcpyDeviceToDevice,
                        stream),
                "cudaMemcpy2DAsync");
    }

    @Override
    public void zero(long address, long bytes) {
        Cuda.check(cudart.cudaMemsetAsync(to.at(address), 0, bytes, stream), "cudaMemsetAsync");
    }

    @Override
    public void scatter(Scatter scatter) {
        if (kernel == null) {
            kernel = new ScatterKernel(kernelBinary.get());
        }
        kernel.launch(scatter, stream);
    }

    @Override
    public void synchronize() {
        Cuda.check(cudart.cudaStreamSynchronize(stream), "cudaStreamSynchronize");
    }

    /** Only this thread is bound by the rules of a recording: the encoder's may allocate and wait meanwhile. */
    @Override
    public void beginRecording() {
        Cuda.check(
                cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal),
                "cudaStreamBeginCapture");
    }

    @Override
    public Device.Recording endRecording() {
        CUgraph_st graph = new CUgraph_st();
        Cuda.check(cudart.cudaStreamEndCapture(stream, graph), "cudaStreamEndCapture");
        CUgraphExec_st executable = new CUgraphExec_st();
        try {
            Cuda.check(cudart.cudaGraphInstantiateWithFlags(executable, graph, 0), "cudaGraphInstantiateWithFlags");
        } finally {
            Cuda.check(cudart.cudaGraphDestroy(graph), "cudaGraphDestroy");
        }
        return new CudaRecording(executable);
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
        Cuda.check(cudart.cudaStreamDestroy(stream), "cudaStreamDestroy");
    }

    private record CudaRecording(CUgraphExec_st graph) implements Device.Recording {

        @Override
        public void replay(Device.Stream stream) {
            Cuda.check(cudart.cudaGraphLaunch(graph, ((CudaStream) stream).pointer()), "cudaGraphLaunch");
        }

        @Override
        public void close() {
            Cuda.check(cudart.cudaGraphExecDestroy(graph), "cudaGraphExecDestroy");
        }
    }
}

package io.percept.engine.tensorrt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/** TensorRT's execution context. Names and shapes are kept in native memory, so that a call allocates none. */
final class NvInferExecution implements Execution {

    private final IExecutionContext context;
    private final NvInferLogger logger;
    private final Map<String, BytePointer> names = new HashMap<>();
    private final Dims64 shape = new Dims64();
    private final Address address = new Address();

    NvInferExecution(IExecutionContext context, List<Plan.Binding> bindings, NvInferLogger logger) {
        this.context = context;
        this.logger = logger;
        bindings.forEach(binding -> names.put(binding.name(), new BytePointer(binding.name())));
    }

    @Override
    public void workspace(long start, long bytes) {
        context.setDeviceMemoryV2(address.at(start), bytes);
    }

    @Override
    public void profile(int index, Device.Stream stream) {
        boolean chosen = context.setOptimizationProfileAsync(index, ((CudaStream) stream).pointer());
        logger.require(chosen, "setOptimizationProfileAsync " + index);
        // What the runtime enqueues for the change must be done before shapes are given.
        stream.synchronize();
    }

    @Override
    public void shape(String input, long first) {
        shape.nbDims(1).d(0, first);
        apply(input);
    }

    @Override
    public void shape(String input, long first, long second) {
        shape.nbDims(2).d(0, first).d(1, second);
        apply(input);
    }

    @Override
    public void shape(String input, long first, long second, long third, long fourth) {
        shape.nbDims(4).d(0, first).d(1, second).d(2, third).d(3, fourth);
        apply(input);
    }

    @Override
    public void shape(String input, List<Long> dimensions) {
        shape.nbDims(dimensions.size());
        for (int i = 0; i < dimensions.size(); i++) {
            shape.d(i, dimensions.get(i));
        }
        apply(input);
    }

    private void apply(String input) {
        logger.require(context.setInputShape(names.get(input), shape), "setInputShape of " + input);
    }

    @Override
    public List<Long> outputShape(String output) {
        return NvInferTypes.shape(context.getTensorShape(names.get(output)));
    }

    @Override
    public void address(String binding, long value) {
        logger.require(
                context.setTensorAddress(names.get(binding), address.at(value)), "setTensorAddress of " + binding);
    }

    @Override
    public void enqueue(Device.Stream stream) {
        logger.require(context.enqueueV3(((CudaStream) stream).pointer()), "enqueueV3");
    }

    @Override
    public void close() {
        NativeObjects.delete(context);
        shape.close();
        names.values().forEach(BytePointer::close);
    }
}

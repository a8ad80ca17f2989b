package io.percept.engine.tensorrt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.tensorrt.global.nvinfer.ExecutionContextAllocationStrategy;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/** TensorRT's engine: a plan whose weights are on the device. */
final class NvInferPlan implements Plan {

    private final ICudaEngine engine;
    private final NvInferLogger logger;
    private final List<Binding> bindings;

    NvInferPlan(ICudaEngine engine, NvInferLogger logger) {
        this.engine = engine;
        this.logger = logger;
        this.bindings = readBindings(engine);
    }

    private static List<Binding> readBindings(ICudaEngine engine) {
        List<Binding> bindings = new ArrayList<>();
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            bindings.add(new Binding(
                    name,
                    engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT,
                    NvInferTypes.element(engine.getTensorDataType(name)),
                    NvInferTypes.shape(engine.getTensorShape(name))));
        }
        return List.copyOf(bindings);
    }

    @Override
    public List<Binding> bindings() {
        return bindings;
    }

    @Override
    public int profiles() {
        return engine.getNbOptimizationProfiles();
    }

    @Override
    public boolean holds(int profile, String input, List<Long> shape) {
        List<Long> least = NvInferTypes.shape(engine.getProfileShape(input, profile, OptProfileSelector.kMIN));
        List<Long> most = NvInferTypes.shape(engine.getProfileShape(input, profile, OptProfileSelector.kMAX));
        return shape.size() == least.size()
                && IntStream.range(0, shape.size())
                        .allMatch(i -> shape.get(i) >= least.get(i) && shape.get(i) <= most.get(i));
    }

    @Override
    public long workspaceBytes() {
        return engine.getDeviceMemorySizeV2();
    }

    @Override
    public NvInferExecution newExecution(int profile, Device.Stream stream) {
        IExecutionContext context = engine.createExecutionContext(ExecutionContextAllocationStrategy.kUSER_MANAGED);
        logger.require(context != null && !context.isNull(), "createExecutionContext");
        NvInferExecution execution = new NvInferExecution(context, bindings, logger);
        try {
            execution.profile(profile, stream);
            return execution;
        } catch (RuntimeException e) {
            execution.close();
            throw e;
        }
    }

    @Override
    public void close() {
        NativeObjects.delete(engine);
    }
}

package io.percept.engine.tensorrt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.percept.engine.onnx.ElementType;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A plan as DJL runs it: arrays on the device in, arrays on the device out, any shapes that a profile takes. One call at a time;
 * the encoder and decoder of a bundle use the plan itself, with buffers of their own.
 */
public final class TensorRtSymbolBlock extends AbstractSymbolBlock implements AutoCloseable {

    private final Device device;
    private final Plan plan;
    private ResourceStack resources;
    private Device.Stream stream;
    private ProfiledExecution execution;

    TensorRtSymbolBlock(Device device, Plan plan) {
        this.device = device;
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    /** Inputs are taken by name where they have one, else in the order of the plan. */
    @Override
    protected synchronized NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        device.use();
        open();
        TensorRtNDManager manager = (TensorRtNDManager) inputs.head().getManager();
        List<Plan.Binding> wanted =
                plan.bindings().stream().filter(Plan.Binding::input).toList();
        NDArray[] given = new NDArray[wanted.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = input(inputs, wanted.get(i).name(), i);
            requireReadable(wanted.get(i), (TensorRtNDArray) given[i]);
        }
        execution.choose(profile(wanted, given));
        for (int i = 0; i < given.length; i++) {
            execution.execution().shape(wanted.get(i).name(), shape(given[i]));
            execution.execution().address(wanted.get(i).name(), ((TensorRtNDArray) given[i]).address());
        }
        NDList outputs = outputs(manager);
        execution.execution().enqueue(stream);
        stream.synchronize();
        return outputs;
    }

    private NDList outputs(TensorRtNDManager manager) {
        NDList outputs = new NDList();
        for (Plan.Binding binding : plan.bindings()) {
            if (!binding.input()) {
                long[] shape = execution.execution().outputShape(binding.name()).stream()
                        .mapToLong(Long::longValue)
                        .toArray();
                TensorRtNDArray array = manager.create(new Shape(shape), type(binding.type()));
                array.setName(binding.name());
                execution.execution().address(binding.name(), array.address());
                outputs.add(array);
            }
        }
        return outputs;
    }

    private static NDArray input(NDList inputs, String name, int at) {
        NDArray named = inputs.get(name);
        if (named == null && at < inputs.size() && inputs.get(at).getName() == null) {
            named = inputs.get(at);
        }
        if (named == null) {
            throw new IllegalArgumentException("The plan's input " + name + " is missing");
        }
        return named;
    }

    /** Without this check TensorRT would read an array as what it is not, past its end, or where there is none. */
    private void requireReadable(Plan.Binding input, TensorRtNDArray array) {
        DataType wanted = type(input.type());
        DataType given = array.getDataType();
        if (given != wanted || !array.isOn(device)) {
            throw new IllegalArgumentException("The plan's input %s takes %s on GPU %d, not %s %s"
                    .formatted(input.name(), wanted.name(), device.id(), given.name(), array.place()));
        }
    }

    private int profile(List<Plan.Binding> wanted, NDArray[] given) {
        for (int profile = 0; profile < plan.profiles(); profile++) {
            boolean holds = true;
            for (int i = 0; i < given.length && holds; i++) {
                holds = plan.holds(profile, wanted.get(i).name(), shape(given[i]));
            }
            if (holds) {
                return profile;
            }
        }
        throw new IllegalArgumentException("No profile of the plan takes inputs of these shapes: " + new NDList(given));
    }

    private static List<Long> shape(NDArray array) {
        return LongStream.of(array.getShape().getShape()).boxed().toList();
    }

    private void open() {
        if (resources == null) {
            ResourceStack opened = new ResourceStack();
            try {
                stream = opened.add(device.newStream());
                long workspace = device.allocate(plan.workspaceBytes());
                opened.add(() -> device.free(workspace));
                execution = opened.add(new ProfiledExecution(plan, 0, stream, workspace));
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
            resources = opened;
        }
    }

    @Override
    public PairList<String, Shape> describeInput() {
        PairList<String, Shape> inputs = new PairList<>();
        plan.bindings().stream()
                .filter(Plan.Binding::input)
                .forEach(input -> inputs.add(
                        input.name(),
                        new Shape(input.shape().stream()
                                .mapToLong(Long::longValue)
                                .toArray())));
        return inputs;
    }

    @Override
    public ParameterList getDirectParameters() {
        throw new UnsupportedOperationException("A plan has no parameters that can be changed");
    }

    @Override
    public void removeLastBlock() {
        throw new UnsupportedOperationException("A plan cannot be taken apart");
    }

    static DataType type(ElementType type) {
        return switch (type) {
            case FP32 -> DataType.FLOAT32;
            case FP16 -> DataType.FLOAT16;
            case BF16 -> DataType.BFLOAT16;
            case INT8 -> DataType.INT8;
            case UINT8 -> DataType.UINT8;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOL -> DataType.BOOLEAN;
            case OTHER -> throw new IllegalArgumentException("DJL has no such type");
        };
    }

    @Override
    public synchronized void close() {
        device.use();
        if (resources != null) {
            resources.close();
            resources = null;
        }
        plan.close();
    }
}

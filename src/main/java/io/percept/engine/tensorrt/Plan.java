package io.percept.engine.tensorrt;

import io.percept.engine.onnx.ElementType;
import java.util.List;

/** A compiled graph on a device. Thread-safe; what it makes is not. */
interface Plan extends AutoCloseable {

    /**
     * An input or output.
     *
     * @param shape −1 where it is dynamic
     */
    record Binding(String name, boolean input, ElementType type, List<Long> shape) {}

    List<Binding> bindings();

    int profiles();

    /** Whether a profile takes an input of a shape. */
    boolean holds(int profile, String input, List<Long> shape);

    /** Device memory that an execution needs while it runs, for the profile that needs most. */
    long workspaceBytes();

    /**
     * An execution with a profile chosen. It needs a workspace before it runs. Executions that never run at the same time may
     * share one.
     */
    Execution newExecution(int profile, Device.Stream stream);

    @Override
    void close();
}

package io.percept.engine.tensorrt;

import java.util.List;

/** One use of a plan: shapes, addresses, and a run. Used by one thread at a time. */
interface Execution extends AutoCloseable {

    /** @param address of at least {@link Plan#workspaceBytes} */
    void workspace(long address, long bytes);

    /** Changes the profile; shapes must be given again. */
    void profile(int index, Device.Stream stream);

    void shape(String input, long first);

    void shape(String input, long first, long second);

    void shape(String input, long first, long second, long third, long fourth);

    /** A shape of any rank, for callers that are in no hurry. */
    void shape(String input, List<Long> dimensions);

    /** The shape of an output, once those of all inputs are given. */
    List<Long> outputShape(String output);

    /** @param address in device memory, a multiple of 256 */
    void address(String binding, long address);

    /** Puts a run on the stream. */
    void enqueue(Device.Stream stream);

    @Override
    void close();
}

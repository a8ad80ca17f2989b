package io.percept.engine;

/**
 * A bundle's encoder and decoder on one device, or on a share of the CPU. The two may be used at the same time, each by one thread; closing it is the
 * last call.
 */
public interface ModelEngine extends AutoCloseable {

    VisionEncoder encoder();

    TextDecoder decoder();

    /** The engine as results name it: engine, version, device. */
    String identity();

    /** Whether its caches and its threads are the machine's own, which other engines use too. */
    default boolean sharesTheMachine() {
        return false;
    }

    @Override
    void close();
}

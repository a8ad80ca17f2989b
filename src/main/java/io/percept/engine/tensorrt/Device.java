package io.percept.engine.tensorrt;

import java.nio.ByteBuffer;

/**
 * A GPU, as narrow as the engine needs it. Addresses are numbers that mean something on the device only. A thread calls
 * {@link #use} before it calls anything else. Every call that fails throws {@link DeviceFailure}.
 */
interface Device {

    /** Ordinal among the devices of the process. */
    int id();

    /** Such as {@code NVIDIA H100 80GB HBM3}. */
    String name();

    /** Compute capability that a plan is built for, such as {@code sm90}. */
    String architecture();

    /** Makes the device the calling thread's own. */
    void use();

    long freeBytes();

    /** Device memory, aligned to at least 256 bytes, with anything in it. */
    long allocate(long bytes);

    void free(long address);

    /** Memory of the host that the device reads and writes by itself. */
    HostBlock allocateHost(long bytes);

    Stream newStream();

    /** Pinned memory of the host. */
    interface HostBlock extends AutoCloseable {

        /** All of it, in native byte order, at position 0; each call has a position of its own. */
        ByteBuffer bytes();

        @Override
        void close();
    }

    /** Work in order. Nothing but {@link #synchronize} waits for the device. Used by one thread at a time. */
    interface Stream extends AutoCloseable {

        void upload(HostBlock from, long offset, long to, long bytes);

        void download(long from, HostBlock to, long offset, long bytes);

        /** Copies {@code height} pieces of {@code width} bytes; the pitches are from the start of one piece to the next. */
        void copy2D(long to, long toPitch, long from, long fromPitch, long width, long height);

        void zero(long address, long bytes);

        /** Writes new keys and values into cache rows, see {@link Scatter}. */
        void scatter(Scatter scatter);

        /** Waits until all is done, and fails if any of it has failed. */
        void synchronize();

        /** What follows, until {@link #endRecording}, is noted and not done. */
        void beginRecording();

        Recording endRecording();

        @Override
        void close();
    }

    /** Noted work, with its addresses and sizes as they were. */
    interface Recording extends AutoCloseable {

        void replay(Stream stream);

        @Override
        void close();
    }
}

package io.percept.faults;

import java.util.Arrays;

/**
 * What a JVM takes of its machine at a moment.
 *
 * @param heapAfterGc bytes in use after the last full collection
 * @param direct bytes of direct buffers
 * @param resident bytes of the process in memory, native ones included
 * @param threads platform threads
 * @param handles open files and sockets
 * @param gcMillis spent in collections since the start
 */
record RuntimeSample(long heapAfterGc, long direct, long resident, long threads, long handles, long gcMillis) {

    static final RuntimeSample NONE = new RuntimeSample(0, 0, 0, 0, 0, 0);

    String line() {
        return "%d,%d,%d,%d,%d,%d".formatted(heapAfterGc, direct, resident, threads, handles, gcMillis);
    }

    static RuntimeSample parse(String line) {
        long[] values =
                Arrays.stream(line.split(",")).mapToLong(Long::parseLong).toArray();
        return new RuntimeSample(values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}

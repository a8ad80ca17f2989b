package io.percept.vision;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How long threads have had a processor. Thread-safe. */
interface ProcessorTime {

    /** Nanoseconds since some moment; of a platform thread that is alive. */
    long nanosOf(Thread thread);

    /** As the JVM counts it; where it does not, all the time that goes by. */
    static ProcessorTime ofJvm() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? thread -> threads.getThreadCpuTime(thread.threadId())
                : thread -> System.nanoTime();
    }
}

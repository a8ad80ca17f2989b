package io.percept.cli.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has spent since its start.
 *
 * @param allocatedBytes by all threads, those that have ended too
 * @param gcSeconds in all collections
 * @param compilerSeconds in compiling, on all of the compilers' threads
 */
record JvmCosts(double allocatedBytes, double gcSeconds, double compilerSeconds) {

    static JvmCosts now() {
        long allocated = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? threads.getTotalThreadAllocatedBytes()
                : 0;
        long millis = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return new JvmCosts(
                allocated,
                millis / 1000.0,
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1000.0);
    }

    JvmCosts since(JvmCosts start) {
        return new JvmCosts(
                allocatedBytes - start.allocatedBytes,
                gcSeconds - start.gcSeconds,
                compilerSeconds - start.compilerSeconds);
    }
}

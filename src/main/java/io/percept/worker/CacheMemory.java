package io.percept.worker;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The caches of engines that have them in the JVM's direct memory.
 *
 * @param engines how many there are
 * @param most bytes that all their caches can grow to
 * @param limit bytes of direct memory that the JVM may take, of which others take some
 */
record CacheMemory(int engines, long most, long limit) {

    /** @param options of the worker of each engine */
    static CacheMemory of(Bundle bundle, WorkerOptions options, int engines) {
        long tokens = 0;
        for (CacheDemand.Block block : new CacheSizes(bundle, options).demand().blocks()) {
            tokens += (long) block.rows() * block.capacity();
        }
        return new CacheMemory(engines, engines * tokens * bundle.decoder().cacheBytesPerToken(), directLimit());
    }

    /** What to change, in a sentence, where the memory may run out. Plans that need more then fail and may come again; the others go on. */
    Optional<String> shortage() {
        return most <= limit
                ? Optional.empty()
                : Optional.of(
                        "The caches of %d engines can grow to %d MiB, and the JVM may take %d MiB of direct memory: if plans fail for it, raise -XX:MaxDirectMemorySize, or lower percept.worker.rows, prefill-rows, prefix-cache or example-cache, or percept.engine.engines"
                                .formatted(engines, most >> 20, limit >> 20));
    }

    /** As the JDK has it: as much as the heap may have, unless it is set. */
    private static long directLimit() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = machine == null
                ? 0
                : Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }
}

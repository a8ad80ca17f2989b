package io.percept.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What a piece of work takes of memory and processor on the calling thread. */
public record Cost(long bytes, Duration time) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static Cost of(Runnable work) {
        long time = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return new Cost(
                THREADS.getCurrentThreadAllocatedBytes() - bytes,
                Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time));
    }

    /** Does the work, and once more where it seems dear: the first time it may have loaded classes. */
    public static void keepBelow(long mostBytes, Duration mostTime, Runnable work) {
        Cost cost = of(work);
        if (cost.bytes >= mostBytes || cost.time.compareTo(mostTime) >= 0) {
            cost = of(work);
        }
        assertThat(cost.bytes).as("bytes allocated").isLessThan(mostBytes);
        assertThat(cost.time).as("processor time").isLessThan(mostTime);
    }
}

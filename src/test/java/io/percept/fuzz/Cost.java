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

    public Cost isBelow(long mostBytes, Duration mostTime) {
        assertThat(bytes).as("bytes allocated").isLessThan(mostBytes);
        assertThat(time).as("processor time").isLessThan(mostTime);
        return this;
    }
}

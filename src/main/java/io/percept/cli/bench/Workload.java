package io.percept.cli.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A mix of pictures and what is asked of them.
 *
 * @param pictures the encoded pictures of the mix
 */
record Workload(Mix mix, TaskSet tasks, List<byte[]> pictures) {

    /** Events of all workloads of this process: a number is an image that was never seen. */
    private static final AtomicLong EVENTS = new AtomicLong();

    Batch next(int count) {
        return new Batch(this, EVENTS.getAndAdd(count), count);
    }

    String id() {
        return mix.id() + "/" + tasks.id();
    }

    String title() {
        return mix.title() + ", " + tasks.title();
    }
}

package io.percept.resolve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.percept.vision.ImageDecodePool;
import io.percept.vision.PictureListener;
import java.time.Duration;

/** The meters of decoding; docs/metrics.md lists them. Thread-safe. */
final class PictureMeters implements PictureListener {

    private final Counter known;
    private final Counter decoded;
    private final Timer wait;
    private final Timer work;

    PictureMeters(MeterRegistry registry) {
        known = registry.counter("percept.vision.pictures", "cache", "hit");
        decoded = registry.counter("percept.vision.pictures", "cache", "miss");
        wait = registry.timer("percept.vision.wait");
        work = registry.timer("percept.vision.work");
    }

    /** Adds a gauge of what waits. */
    static void watch(MeterRegistry registry, ImageDecodePool pool) {
        Gauge.builder("percept.vision.waiting", pool, ImageDecodePool::waiting).register(registry);
    }

    @Override
    public void asked(boolean isKnown) {
        (isKnown ? known : decoded).increment();
    }

    @Override
    public void waited(Duration time) {
        wait.record(time);
    }

    @Override
    public void worked(Duration time) {
        work.record(time);
    }
}

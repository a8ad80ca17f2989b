package io.percept.faults;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Writes a {@link RuntimeSample} of the process it runs in to a file, a line every ten seconds. Once a minute it collects garbage
 * first and measures the heap after that, since between collections a heap says nothing about leaks.
 */
final class RuntimeSampler {

    /** Names the file. */
    static final String PROPERTY = "faults.samples";

    static final Duration EVERY = Duration.ofSeconds(10);
    private static final int SAMPLES_PER_COLLECTION = 6;

    private final Path file;
    private long heapAfterGc;

    RuntimeSampler(Path file) {
        this.file = file;
    }

    void start() {
        Thread.ofPlatform().name("samples").daemon().start(this::run);
    }

    private void run() {
        try {
            for (int i = 0; ; i++) {
                Thread.sleep(EVERY);
                if (i % SAMPLES_PER_COLLECTION == 0) {
                    System.gc();
                    heapAfterGc = ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                }
                Files.writeString(file, sample().line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RuntimeSample sample() throws IOException {
        var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        return new RuntimeSample(
                heapAfterGc,
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum(),
                residentBytes(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                system.getOpenFileDescriptorCount(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum());
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElse(0);
    }
}

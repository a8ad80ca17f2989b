package io.percept.cli.bench;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Memory of this JVM under steady work.
 *
 * @param source where the samples are from
 * @param seconds of work
 */
record MemoryWatch(String source, double seconds, List<Sample> samples) {

    private static final int SAMPLES = 24;

    /**
     * @param heapBytes live after a collection
     * @param directBytes of direct buffers
     * @param residentBytes of the process, the engine's own memory included
     */
    record Sample(double seconds, double heapBytes, double directBytes, double residentBytes) {}

    /** Lets a contender work for so long, and looks at the memory now and then. */
    static MemoryWatch during(Contender contender, Workload workload, int events, double seconds) {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        double now = 0;
        while (now < seconds || samples.size() < 3) {
            contender.run(workload.next(events));
            now = (System.nanoTime() - start) / 1e9;
            if (now >= samples.size() * seconds / SAMPLES) {
                samples.add(sample(now));
            }
        }
        return new MemoryWatch("a run of its own, " + contender.name(), now, samples);
    }

    /**
     * The samples of a soak, as {@code -Psoak} writes them.
     *
     * @throws IllegalArgumentException where the file has not their columns, or the report beside it says that the soak failed
     */
    static MemoryWatch ofSoak(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> head =
                List.of(lines.isEmpty() ? new String[0] : lines.getFirst().split(","));
        int seconds = head.indexOf("seconds");
        int heap = head.indexOf("heap_after_gc");
        int direct = head.indexOf("direct");
        int resident = head.indexOf("resident");
        if (Math.min(Math.min(seconds, heap), Math.min(direct, resident)) < 0 || lines.size() < 4) {
            throw new IllegalArgumentException(
                    file
                            + " is no soak: it needs columns seconds, heap_after_gc, direct, resident and three lines or more.");
        }
        refuseFailed(file.resolveSibling("soak.json"));
        List<Sample> samples = lines.stream()
                .skip(1)
                .map(line -> line.split(","))
                .map(line -> new Sample(
                        Double.parseDouble(line[seconds]),
                        Double.parseDouble(line[heap]),
                        Double.parseDouble(line[direct]),
                        Double.parseDouble(line[resident])))
                .toList();
        return new MemoryWatch(
                "the soak " + file.getFileName(), samples.getLast().seconds(), samples);
    }

    private static void refuseFailed(Path report) throws IOException {
        if (Files.exists(report)
                && !JsonMapper.shared()
                        .readTree(Files.readString(report))
                        .path("clean")
                        .asBoolean()) {
            throw new IllegalArgumentException(
                    report + " says that the soak was not clean: its memory says nothing of a service that works.");
        }
    }

    /** Heap and direct memory at the end ÷ in the middle, each the median of a third of the samples. */
    double growth() {
        return lastThirdToMiddle(sample -> sample.heapBytes() + sample.directBytes());
    }

    /** The same of the whole process. */
    double residentGrowth() {
        return lastThirdToMiddle(Sample::residentBytes);
    }

    private double lastThirdToMiddle(ToDoubleFunction<Sample> bytes) {
        int third = samples.size() / 3;
        return median(samples.subList(samples.size() - third, samples.size()), bytes)
                / median(samples.subList(third, samples.size() - third), bytes);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> bytes) {
        return Spread.of(samples.stream().map(bytes::applyAsDouble).toList()).median();
    }

    private static Sample sample(double seconds) {
        // What is live is seen only after a collection; this one is not timed.
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Sample(seconds, runtime.totalMemory() - runtime.freeMemory(), direct, resident());
    }

    private static double resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // Only Linux tells; the other figures do not need it.
            return 0;
        }
    }
}

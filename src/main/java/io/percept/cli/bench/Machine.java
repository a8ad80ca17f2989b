package io.percept.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The machine of a run.
 *
 * @param processor as the system names it
 * @param cores that this process may use
 * @param affinity the cores by number; children have the same
 * @param memoryBytes of the machine
 * @param load processes that ran or wanted to, over the minute before the run
 */
record Machine(
        Instant time,
        String processor,
        int cores,
        String affinity,
        long memoryBytes,
        String system,
        String java,
        String heap,
        double load) {

    /** A run needs the cores for itself; a tenth of a core is what an idle system takes. */
    private static final double QUIET = 0.1;

    static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                Instant.now(),
                field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                runtime.availableProcessors(),
                field("/proc/self/status", "Cpus_allowed_list", "unknown"),
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                (runtime.maxMemory() >> 20) + " MB",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Whether nobody else used the cores before the run. */
    boolean quiet() {
        return load >= 0 && load <= QUIET * cores;
    }

    private static String field(String file, String name, String otherwise) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}

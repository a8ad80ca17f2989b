package io.percept.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Seconds of a core that this process has taken since its start.
 *
 * @param threads those of each thread that lives, by its id
 * @param process those of all, and of what is no thread of Java's
 */
record CpuTimes(Map<Long, OfThread> threads, double process) {

    record OfThread(String name, double seconds) {}

    static CpuTimes now() {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        Map<Long, OfThread> threads = new HashMap<>();
        for (ThreadInfo thread : beans.getThreadInfo(beans.getAllThreadIds())) {
            // One that has ended in between is none any more, or has a time of -1.
            if (thread != null) {
                double seconds = Math.max(0, beans.getThreadCpuTime(thread.getThreadId()) / 1e9);
                threads.put(thread.getThreadId(), new OfThread(thread.getThreadName(), seconds));
            }
        }
        return new CpuTimes(threads, ofProcess());
    }

    static double ofProcess() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    /** By what the threads are for; what none of them took is among {@link CpuPart#OTHERS}. */
    Map<CpuPart, Double> since(CpuTimes start) {
        Map<CpuPart, Double> parts = new EnumMap<>(CpuPart.class);
        for (CpuPart part : CpuPart.values()) {
            parts.put(part, 0.0);
        }
        for (var thread : threads.entrySet()) {
            CpuPart part = CpuPart.of(thread.getValue().name());
            OfThread before = start.threads.get(thread.getKey());
            double seconds = thread.getValue().seconds() - (before == null ? 0 : before.seconds());
            if (part != CpuPart.OTHERS) {
                parts.merge(part, seconds, Double::sum);
            }
        }
        double named = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        parts.put(CpuPart.OTHERS, process - start.process - named);
        return parts;
    }
}

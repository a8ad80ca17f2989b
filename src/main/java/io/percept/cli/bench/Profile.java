package io.percept.cli.bench;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a contender of this process took.
 *
 * @param cpuSeconds of a core, by what for; empty where it was not counted
 * @param calls of the engines; {@link Calls#NONE} where they were not counted
 */
record Profile(Map<CpuPart, Double> cpuSeconds, Calls calls) {

    static final Profile NONE = new Profile(Map.of(), Calls.NONE);

    /** How often the engines were called: to encode images, to prefill prompts, to step sequences. */
    record Calls(double encode, double prefill, double step) {

        static final Calls NONE = new Calls(0, 0, 0);

        Calls minus(Calls other) {
            return new Calls(encode - other.encode, prefill - other.prefill, step - other.step);
        }

        Calls plus(Calls other) {
            return new Calls(encode + other.encode, prefill + other.prefill, step + other.step);
        }

        Calls per(int events) {
            return new Calls(encode / events, prefill / events, step / events);
        }
    }

    Profile plus(Profile other) {
        Map<CpuPart, Double> sum = new EnumMap<>(CpuPart.class);
        sum.putAll(cpuSeconds);
        other.cpuSeconds.forEach((part, seconds) -> sum.merge(part, seconds, Double::sum));
        return new Profile(sum, calls.plus(other.calls));
    }

    Profile per(int events) {
        Map<CpuPart, Double> each = new EnumMap<>(CpuPart.class);
        cpuSeconds.forEach((part, seconds) -> each.put(part, seconds / events));
        return new Profile(each, calls.per(events));
    }

    /** Seconds of a core for all together. */
    double allSeconds() {
        return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

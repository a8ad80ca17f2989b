package io.percept.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the Percepts of a run are set.
 *
 * @param maxInFlight events between poll and acknowledgement
 * @param pollRecords most events of one poll, which may come on top
 * @param commitInterval how often offsets are committed
 * @param staticMember whether an instance keeps its name in the group over restarts
 * @param keys of Percept's configuration, beyond those above
 * @param options of the JVM
 * @param environment of the process
 */
record PerceptSettings(
        int maxInFlight,
        int pollRecords,
        Duration commitInterval,
        boolean staticMember,
        Map<String, String> keys,
        List<String> options,
        Map<String, String> environment) {

    /** Without the second compiler, which would not be done before the process is killed. */
    private static final List<String> FAST_START = List.of("-Xmx320m", "-XX:TieredStopAtLevel=1");

    /** Little in flight and often committed, so that a fault that comes often still finds progress. */
    static final PerceptSettings SMALL =
            new PerceptSettings(48, 16, Duration.ofMillis(500), true, Map.of(), FAST_START, Map.of());

    /** As much in flight and as seldom committed as by default. */
    static final PerceptSettings SERVICE =
            new PerceptSettings(256, 64, Duration.ofSeconds(1), true, Map.of(), List.of("-Xmx512m"), Map.of());

    PerceptSettings withOption(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new PerceptSettings(maxInFlight, pollRecords, commitInterval, staticMember, keys, more, environment);
    }

    PerceptSettings with(String key, String value) {
        Map<String, String> more = new HashMap<>(keys);
        more.put(key, value);
        return new PerceptSettings(maxInFlight, pollRecords, commitInterval, staticMember, more, options, environment);
    }

    PerceptSettings withStaticMember(boolean value) {
        return new PerceptSettings(maxInFlight, pollRecords, commitInterval, value, keys, options, environment);
    }

    PerceptSettings withEnvironment(Map<String, String> value) {
        return new PerceptSettings(maxInFlight, pollRecords, commitInterval, staticMember, keys, options, value);
    }
}

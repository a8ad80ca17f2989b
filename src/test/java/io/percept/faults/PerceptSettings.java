package io.percept.faults;

import java.time.Duration;
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
 * @param wrapper command that runs the JVM; may be empty
 */
record PerceptSettings(
        int maxInFlight,
        int pollRecords,
        Duration commitInterval,
        boolean staticMember,
        Map<String, String> keys,
        List<String> options,
        Map<String, String> environment,
        List<String> wrapper) {

    static final PerceptSettings SMALL = new PerceptSettings(
            48, 16, Duration.ofMillis(500), true, Map.of(), List.of("-Xmx320m"), Map.of(), List.of());

    PerceptSettings with(String key, String value) {
        Map<String, String> more = new HashMap<>(keys);
        more.put(key, value);
        return new PerceptSettings(
                maxInFlight, pollRecords, commitInterval, staticMember, more, options, environment, wrapper);
    }

    PerceptSettings withStaticMember(boolean value) {
        return new PerceptSettings(
                maxInFlight, pollRecords, commitInterval, value, keys, options, environment, wrapper);
    }

    PerceptSettings withEnvironment(Map<String, String> value) {
        return new PerceptSettings(
                maxInFlight, pollRecords, commitInterval, staticMember, keys, options, value, wrapper);
    }

    PerceptSettings withWrapper(List<String> value) {
        return new PerceptSettings(
                maxInFlight, pollRecords, commitInterval, staticMember, keys, options, environment, value);
    }
}

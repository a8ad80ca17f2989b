package io.percept.faults;

import java.util.Map;

/**
 * An event before it is sent.
 *
 * @param sequence its place among the events of its key, rising
 */
record PlannedEvent(
        String id, String key, long sequence, byte[] value, Map<String, String> headers, Expectation expected) {}

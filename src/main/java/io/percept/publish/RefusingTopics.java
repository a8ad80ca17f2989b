package io.percept.publish;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that refuse records at present. Thread-safe. */
final class RefusingTopics {

    private static final Logger log = LoggerFactory.getLogger(RefusingTopics.class);

    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    void refuses(String topic, Throwable reason) {
        if (reasons.put(topic, String.valueOf(reason.getMessage())) == null) {
            log.warn("Topic {} refuses records, what is for it waits: {}", topic, reason.toString());
        }
    }

    void takes(String topic) {
        reasons.remove(topic);
    }

    void takesAll() {
        reasons.clear();
    }

    /** Each with the reason. */
    Map<String, String> reasons() {
        return Map.copyOf(reasons);
    }
}

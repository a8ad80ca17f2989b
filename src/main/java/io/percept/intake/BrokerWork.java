package io.percept.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What works with the broker; the health component {@code broker} tells what keeps it from that. Thread-safe. */
public interface BrokerWork {

    /** What does not go at present, the loop or topics by name, each with the reason; empty while all goes well. */
    Map<String, String> troubles();

    /**
     * A loop and the topics that it writes to.
     *
     * @param loop why it does not do its work at present, if so
     * @param topics those that refuse records, each with the reason
     */
    static BrokerWork of(String name, Supplier<Optional<String>> loop, Supplier<Map<String, String>> topics) {
        return () -> {
            Map<String, String> troubles = new HashMap<>(topics.get());
            loop.get().ifPresent(trouble -> troubles.put(name, trouble));
            return troubles;
        };
    }
}

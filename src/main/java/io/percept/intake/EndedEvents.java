package io.percept.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Events that have ended and wait to be committed, in the order of their offsets. Thread-safe. */
final class EndedEvents {

    private final Map<AssignedPartition, NavigableMap<Long, TakenEvent>> byPartition = new HashMap<>();

    /** Takes an event; one of a partition that has left is settled at once. */
    synchronized void add(TakenEvent event) {
        if (event.partition().isFenced()) {
            event.settle();
            return;
        }
        byPartition
                .computeIfAbsent(event.partition(), partition -> new TreeMap<>())
                .put(event.offset(), event);
    }

    /** Those of a partition that a commit of this progress would cover. */
    synchronized List<TakenEvent> coveredBy(AssignedPartition partition, OffsetProgress progress) {
        return byPartition.getOrDefault(partition, new TreeMap<>()).values().stream()
                .filter(event -> progress.hasEnded(event.offset()))
                .toList();
    }

    /** Settles events that are committed. */
    synchronized void settle(Collection<TakenEvent> events) {
        for (TakenEvent event : events) {
            NavigableMap<Long, TakenEvent> others = byPartition.get(event.partition());
            if (others != null) {
                others.remove(event.offset());
            }
            event.settle();
        }
    }

    /** Settles those of a partition that has left; to be called when it is fenced. */
    synchronized void forget(AssignedPartition partition) {
        NavigableMap<Long, TakenEvent> left = byPartition.remove(partition);
        if (left != null) {
            new ArrayList<>(left.values()).forEach(TakenEvent::settle);
        }
    }

    synchronized boolean isEmpty() {
        return byPartition.values().stream().allMatch(Map::isEmpty);
    }
}

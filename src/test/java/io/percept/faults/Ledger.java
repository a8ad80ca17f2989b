package io.percept.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was sent and what has ended, as it happens. Thread-safe. Its clock is monotonic, in milliseconds since it was made. */
final class Ledger {

    private final long start = System.nanoTime();
    private final Map<String, SentEvent> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> unacknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> byIncarnation = new ConcurrentHashMap<>();
    private final List<Terminal> terminals = new ArrayList<>();

    long now() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    void sending(String id) {
        unacknowledged.add(id);
    }

    void acknowledged(SentEvent event) {
        acknowledged.put(event.id(), event);
        unacknowledged.remove(event.id());
    }

    void ended(Terminal terminal) {
        synchronized (terminals) {
            terminals.add(terminal);
        }
        ended.add(terminal.eventId());
        byIncarnation
                .computeIfAbsent(terminal.incarnation(), any -> new AtomicInteger())
                .incrementAndGet();
    }

    /** Events that are sent, or being sent, and have not ended. */
    int outstanding() {
        return Math.max(0, acknowledged.size() + unacknowledged.size() - ended.size());
    }

    /** Distinct events that have ended. */
    int endedEvents() {
        return ended.size();
    }

    /** Endings that a start of a process has written, repetitions included. */
    int endingsOf(String incarnation) {
        AtomicInteger count = byIncarnation.get(incarnation);
        return count == null ? 0 : count.get();
    }

    /** Whether every event that the broker has acknowledged has ended. */
    boolean isSettled() {
        return ended.containsAll(acknowledged.keySet());
    }

    /** Events that must end so. */
    int expecting(Expectation expectation) {
        return (int) acknowledged.values().stream()
                .filter(event -> event.expected().equals(expectation))
                .count();
    }

    /** The event where the broker has acknowledged it, else null. */
    SentEvent event(String id) {
        return acknowledged.get(id);
    }

    List<Terminal> terminals() {
        return terminalsFrom(0);
    }

    /** Those after the first so many. */
    List<Terminal> terminalsFrom(int first) {
        synchronized (terminals) {
            return List.copyOf(terminals.subList(first, terminals.size()));
        }
    }

    Observation observe(Map<Integer, Long> committed, Optional<List<Interruption>> interruptions, int allowed) {
        return new Observation(
                List.copyOf(acknowledged.values()),
                new HashSet<>(unacknowledged),
                terminals(),
                committed,
                interruptions,
                allowed);
    }
}

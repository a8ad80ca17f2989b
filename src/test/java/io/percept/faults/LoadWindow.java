package io.percept.faults;

import java.util.List;
import java.util.Objects;

/** What has ended since the last look. For one thread. */
final class LoadWindow {

    /**
     * @param events distinct or repeated endings
     * @param seconds of the window
     */
    record View(int events, double seconds, long p50Millis, long p99Millis) {
        double perSecond() {
            return events / seconds;
        }
    }

    private final Ledger ledger;
    private int seen;
    private long since;

    LoadWindow(Ledger ledger) {
        this.ledger = ledger;
        this.since = ledger.now();
        this.seen = ledger.terminalsFrom(0).size();
    }

    View next() {
        List<Terminal> fresh = ledger.terminalsFrom(seen);
        long now = ledger.now();
        long[] latencies = fresh.stream()
                .map(terminal -> latency(terminal))
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        View view = new View(
                fresh.size(), Math.max(0.001, (now - since) / 1000.0), at(latencies, 0.50), at(latencies, 0.99));
        seen += fresh.size();
        since = now;
        return view;
    }

    private Long latency(Terminal terminal) {
        SentEvent event = ledger.event(terminal.eventId());
        return event == null ? null : Math.max(0, terminal.atMillis() - event.atMillis());
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}

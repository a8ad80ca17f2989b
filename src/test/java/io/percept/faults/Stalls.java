package io.percept.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The longest time in which events were outstanding and none ended. It is counted from the first ending on, since what is before is
 * the start of the run; what is outstanding at the end does not count.
 */
final class Stalls {

    private record Change(long atMillis, boolean ending) {}

    private Stalls() {}

    static long longest(List<SentEvent> events, List<Terminal> terminals) {
        List<Change> changes = new ArrayList<>();
        Set<String> sent = new HashSet<>();
        events.forEach(event -> {
            sent.add(event.id());
            changes.add(new Change(event.atMillis(), false));
        });
        Set<String> ended = new HashSet<>();
        terminals.stream()
                .filter(terminal -> sent.contains(terminal.eventId()) && ended.add(terminal.eventId()))
                .forEach(terminal -> changes.add(new Change(terminal.atMillis(), true)));
        // An ending may be seen in the millisecond in which its event was acknowledged.
        changes.sort(Comparator.comparingLong(Change::atMillis).thenComparing(Change::ending));
        long outstanding = 0;
        long since = 0;
        long longest = 0;
        boolean begun = false;
        for (Change change : changes) {
            if (change.ending()) {
                longest = Math.max(longest, begun && outstanding > 0 ? change.atMillis() - since : 0);
                begun = true;
                outstanding--;
                since = change.atMillis();
            } else if (outstanding++ <= 0) {
                since = change.atMillis();
            }
        }
        return longest;
    }
}

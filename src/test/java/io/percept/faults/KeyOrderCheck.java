package io.percept.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What order per key means: in each of the two topics of endings, the first endings of a key's events stand in the order of the
 * events. This holds for the topic as a whole, and for what each incarnation of Percept wrote by itself:
 *
 * <pre>
 *   1 2 3 4            in order
 *   1 2 3 | 2 3 4      in order: the second incarnation repeats a suffix, in order
 *   1 3 2              out of order: 2 came for the first time after 3
 *   1 2 3 | 3 2 4      out of order: the second incarnation wrote 2 after 3
 * </pre>
 *
 * A result and a dead letter stand in two topics, between which a consumer sees no order.
 */
final class KeyOrderCheck {

    private record Scope(Terminal.Topic topic, String key, String incarnation) {}

    private static final class Progress {
        private final Set<String> seen = new HashSet<>();
        private SentEvent last;
    }

    private final Map<String, SentEvent> events;
    private final Map<Scope, Progress> progress = new HashMap<>();

    KeyOrderCheck(Map<String, SentEvent> events) {
        this.events = events;
    }

    /** @param terminals in the order of their offsets within each partition */
    void check(Iterable<Terminal> terminals, Verdict.Findings findings) {
        for (Terminal terminal : terminals) {
            SentEvent event = events.get(terminal.eventId());
            if (event != null) {
                boolean inOrder = follows(new Scope(terminal.topic(), event.key(), ""), event, findings);
                if (inOrder && !terminal.incarnation().isEmpty()) {
                    follows(new Scope(terminal.topic(), event.key(), terminal.incarnation()), event, findings);
                }
            }
        }
    }

    private boolean follows(Scope scope, SentEvent event, Verdict.Findings findings) {
        Progress known = progress.computeIfAbsent(scope, any -> new Progress());
        if (!known.seen.add(event.id())) {
            return true;
        }
        if (known.last != null && event.sequence() < known.last.sequence()) {
            findings.add(
                    Violation.OUT_OF_ORDER,
                    "%s ended for the first time after %s, key %s, %s %s"
                            .formatted(event.id(), known.last.id(), event.key(), scope.topic(), scope.incarnation()));
            return false;
        }
        known.last = event;
        return true;
    }
}

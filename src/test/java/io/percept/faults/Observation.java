package io.percept.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a run has shown.
 *
 * @param events that the broker acknowledged
 * @param doubtful ids of events that were sent and not acknowledged: they may be answered, and need not be
 * @param terminals in the order of their offsets within each partition
 * @param committed the group's offsets at the end, by partition
 * @param interruptions every moment that may have caused a repetition; empty: repetitions are counted only
 * @param repetitionsAllowed the most endings beyond the first of their event
 */
record Observation(
        List<SentEvent> events,
        Set<String> doubtful,
        List<Terminal> terminals,
        Map<Integer, Long> committed,
        Optional<List<Interruption>> interruptions,
        int repetitionsAllowed) {}

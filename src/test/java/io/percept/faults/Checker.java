package io.percept.faults;

import io.percept.contract.EnrichmentResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares what was produced with what was published. It knows nothing of how Percept works: only events that the broker
 * acknowledged, and the endings (results and dead letters) that a consumer of committed records reads.
 *
 * <p>Every event must have an ending, of the right kind, under its own key, with the id that is derived from it. Endings beyond
 * the first of an event are repetitions: they must say the same, be no more than allowed, and each must be of an event that
 * an interruption left uncommitted. {@link KeyOrderCheck} says what order means.
 */
final class Checker {

    /** The source of all events of the suite. */
    static final String SOURCE = "/faults";

    Verdict check(Observation run) {
        Verdict.Findings findings = new Verdict.Findings();
        Map<String, SentEvent> events = new HashMap<>();
        run.events().forEach(event -> events.put(event.id(), event));
        Map<String, List<Terminal>> endings =
                run.terminals().stream().collect(Collectors.groupingBy(Terminal::eventId));
        endings.keySet().stream()
                .filter(id -> !events.containsKey(id) && !run.doubtful().contains(id))
                .forEach(id -> findings.add(Violation.UNKNOWN_EVENT, "'" + id + "' was never sent"));
        int repetitions = 0;
        for (SentEvent event : run.events()) {
            List<Terminal> own = endings.getOrDefault(event.id(), List.of());
            if (own.isEmpty()) {
                missing(event, run, findings);
                continue;
            }
            own.forEach(ending -> checkEnding(event, ending, findings));
            checkRepetitions(event, own, run.interruptions(), findings);
            repetitions += own.size() - 1;
        }
        if (repetitions > run.repetitionsAllowed()) {
            findings.add(
                    Violation.TOO_MANY_REPETITIONS,
                    "%d repetitions where %d are allowed".formatted(repetitions, run.repetitionsAllowed()));
        }
        new KeyOrderCheck(events).check(run.terminals(), findings);
        return new Verdict(
                run.events().size(),
                (int) endings.values().stream()
                        .filter(own -> !own.getFirst().isResult())
                        .count(),
                repetitions,
                Stalls.longest(run.events(), run.terminals()),
                findings.all());
    }

    private static void missing(SentEvent event, Observation run, Verdict.Findings findings) {
        long committed = run.committed().getOrDefault(event.partition(), 0L);
        boolean behind = committed > event.offset();
        findings.add(
                behind ? Violation.LOST : Violation.UNANSWERED,
                "%s at %d@%d has no ending, committed is %d"
                        .formatted(event.id(), event.partition(), event.offset(), committed));
    }

    private static void checkEnding(SentEvent event, Terminal ending, Verdict.Findings findings) {
        if (!event.expected().admits(ending)) {
            findings.add(
                    Violation.WRONG_ENDING,
                    "%s ended in %s %s, expected codes are %s"
                            .formatted(
                                    event.id(),
                                    ending.topic(),
                                    ending.errorCode(),
                                    event.expected().codes()));
        }
        if (!event.key().equals(ending.key())) {
            findings.add(
                    Violation.WRONG_ENDING,
                    "%s of key %s ended under key %s".formatted(event.id(), event.key(), ending.key()));
        }
        String id = EnrichmentResult.idOf(SOURCE, event.id());
        if (ending.isResult() && !id.equals(ending.resultId())) {
            findings.add(
                    Violation.WRONG_ENDING,
                    "%s has a result of id %s instead of %s".formatted(event.id(), ending.resultId(), id));
        }
    }

    private static void checkRepetitions(
            SentEvent event,
            List<Terminal> own,
            Optional<List<Interruption>> interruptions,
            Verdict.Findings findings) {
        for (int i = 1; i < own.size(); i++) {
            Terminal before = own.get(i - 1);
            Terminal again = own.get(i);
            if (before.topic() != again.topic()
                    || !before.errorCode().equals(again.errorCode())
                    || !ResultContent.same(before.content(), again.content())) {
                findings.add(
                        Violation.CONTRADICTION,
                        "%s ended as %s and as %s"
                                .formatted(event.id(), ResultContent.describe(before), ResultContent.describe(again)));
            }
            if (interruptions.isPresent()
                    && interruptions.get().stream().noneMatch(i0 -> i0.explains(event, before, again))) {
                findings.add(
                        Violation.UNEXPLAINED_REPETITION,
                        "%s at %d@%d ended at %d and again at %d ms"
                                .formatted(
                                        event.id(),
                                        event.partition(),
                                        event.offset(),
                                        before.atMillis(),
                                        again.atMillis()));
            }
        }
    }
}

package io.percept.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line of the table in docs/reliability.md.
 *
 * @param name of the run and of its directory
 * @param fault in words
 * @param delivery what Percept was set to promise
 * @param times how often the fault was put upon the run
 * @param events acknowledged by the broker
 * @param deadLetters events that ended as one, all of them rightly unless wrong says otherwise
 * @param duplicated endings beyond the first of their event
 * @param duplicatesAllowed the most that there may be
 * @param wrong endings of the wrong kind, code, key or id, contradictions, unexplained repetitions, unknown events
 * @param longestStallMillis in which events waited and none ended
 * @param seconds of the whole run
 * @param seed to run it again with, as {@code -Dfaults.seed}
 * @param started in UTC
 * @param outcome {@code passed}, {@code failed}, or why it was skipped
 */
record FaultReport(
        String name,
        String fault,
        String delivery,
        int times,
        int events,
        int deadLetters,
        int lost,
        int unanswered,
        int duplicated,
        int duplicatesAllowed,
        int outOfOrder,
        int wrong,
        long longestStallMillis,
        long seconds,
        long seed,
        String started,
        String outcome) {

    static FaultReport of(
            String name,
            String fault,
            FaultSetup setup,
            int times,
            Verdict verdict,
            int duplicatesAllowed,
            Instant started) {
        return new FaultReport(
                name,
                fault,
                setup.delivery().text(),
                times,
                verdict.events(),
                verdict.deadLetters(),
                verdict.count(Violation.LOST),
                verdict.count(Violation.UNANSWERED),
                verdict.repetitions(),
                duplicatesAllowed,
                verdict.count(Violation.OUT_OF_ORDER),
                verdict.count(Violation.WRONG_ENDING)
                        + verdict.count(Violation.CONTRADICTION)
                        + verdict.count(Violation.UNEXPLAINED_REPETITION)
                        + verdict.count(Violation.UNKNOWN_EVENT),
                verdict.longestStallMillis(),
                Duration.between(started, Instant.now()).toSeconds(),
                setup.seed(),
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                verdict.isClean() ? "passed" : "failed");
    }

    /** Of a run that this machine does not allow. */
    static FaultReport skipped(String name, String fault, Delivery delivery, String reason) {
        return new FaultReport(
                name,
                fault,
                delivery.text(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "skipped: " + reason);
    }
}

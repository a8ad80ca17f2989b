package io.percept.cli.dlt;

import io.percept.cli.progress.StepBar;
import io.percept.publish.DeadLetter;
import java.io.PrintWriter;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** One run over many letters: paced, counted, and with an account of what was not sent. Not thread-safe. */
final class Replay {

    private final Replayer replayer;
    private final BooleanSupplier stopping;
    private final PrintWriter errors;
    private final long paceNanos;
    private long due = System.nanoTime();
    private int sent;
    private int failed;
    private PartitionOffset stoppedAt;

    /** @param perSecond at most so many */
    Replay(Replayer replayer, int perSecond, BooleanSupplier stopping, PrintWriter errors) {
        this.replayer = replayer;
        this.paceNanos = 1_000_000_000L / perSecond;
        this.stopping = stopping;
        this.errors = errors;
    }

    void run(DeadLetters letters, SortedSet<PartitionOffset> places) {
        try (StepBar bar = new StepBar("Replaying", places.size())) {
            letters.each(places, letter -> {
                boolean goesOn = replay(letter);
                bar.step();
                return goesOn;
            });
        }
        // A letter that was deleted since it was chosen is not met any more.
        failed += stoppedAt == null ? places.size() - sent - failed : 0;
    }

    int sent() {
        return sent;
    }

    int failed() {
        return failed;
    }

    /** The first letter that was not tried or not acknowledged; null where all were. */
    PartitionOffset stoppedAt() {
        return stoppedAt;
    }

    private boolean replay(DeadLetter letter) {
        PartitionOffset place = PartitionOffset.of(letter);
        if (stopping.getAsBoolean()) {
            return stop(place, "interrupted");
        }
        pace();
        try {
            replayer.send(letter);
            sent++;
            return true;
        } catch (Replayer.SkippedException e) {
            return skip(place, e.getMessage());
        } catch (ExecutionException e) {
            return e.getCause() instanceof RecordTooLargeException
                    ? skip(
                            place,
                            "its topic does not take a record of this size: "
                                    + e.getCause().getMessage())
                    : stop(place, e.getCause().getMessage());
        } catch (KafkaException e) {
            return stop(place, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stop(place, "interrupted");
        }
    }

    private boolean skip(PartitionOffset place, String reason) {
        failed++;
        errors.println(place + " was not replayed: " + Printable.line(reason));
        return true;
    }

    private boolean stop(PartitionOffset place, String reason) {
        stoppedAt = place;
        errors.println("Stopped at " + place + ": " + Printable.line(String.valueOf(reason)));
        return false;
    }

    private void pace() {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        due = System.nanoTime() + paceNanos;
    }
}

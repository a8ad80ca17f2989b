package io.percept.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * One workload, and how the contenders did on it.
 *
 * @param events per round
 * @param bareSizes batch sizes of the bare engine that were the best
 * @param bareWork of the engine per event
 * @param workerWork the same of the worker, by its meters; equal to the bare engine's, or less where something is reused
 * @param differingTokens of the bare engine in its last round, from those of the worker
 * @param allocatedBytes per event of the worker without Kafka, the images not counted
 * @param gcShare of the time of its rounds that collections took
 * @param profiles what the bare engine, the worker and the service took per event; none in runs of before they were counted
 * @param agreement of the Python consumer's outcomes with ours, 1 where all agree; null where it was not there
 */
record Cell(
        String id,
        String title,
        int events,
        List<Score> scores,
        BareSizes bareSizes,
        Work bareWork,
        Work workerWork,
        long differingTokens,
        Spread allocatedBytes,
        double gcShare,
        List<Profiled> profiles,
        Double agreement) {

    Cell {
        profiles = profiles == null ? List.of() : List.copyOf(profiles);
    }

    /** @param profile per event */
    record Profiled(String name, Profile profile) {}

    /**
     * @param rate events a second
     * @param toBare rate ÷ the bare engine's in the same round
     */
    record Score(String name, Spread rate, Spread toBare) {

        String line() {
            return String.format(
                    Locale.ROOT, "%s: %.1f events/s, %.2f of the bare engine", name, rate.median(), toBare.median());
        }
    }
}

package io.percept.cli.bench;

/**
 * What came of an offered load.
 *
 * @param share of the capacity
 * @param offered events a second
 * @param achieved results a second, from the first event that was due to the last result
 * @param imagesPerCall images that the encoder had at once, in the mean: batches grow with the load
 * @param rowsPerStep sequences that went on at once, in the mean
 * @param p50Millis from when an event was due to be sent, whether it could be or not, to its result
 */
record LoadPoint(
        double share,
        double offered,
        double achieved,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        int events,
        double imagesPerCall,
        double rowsPerStep) {

    private static final double HELD = 0.95;

    /** Whether results came as fast as events. */
    boolean held() {
        return achieved >= HELD * offered;
    }
}

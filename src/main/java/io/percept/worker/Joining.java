package io.percept.worker;

/**
 * Says whether jobs that could join the sequences under way do so now, or a few rounds later with others. Where a decoder is full,
 * sequences end one by one and make room for one at a time, and a call for the prompt of one costs as much as a dozen tokens more. The
 * rows that stay empty meanwhile cost little: on a CPU a step takes its time by its rows.
 *
 * <p>On a CPU alone: elsewhere a step takes as long with few rows. For the scheduler's thread only.
 */
final class Joining {

    /**
     * So many join at once. In turns with none waiting, percept-tiny on two cores did 1.05 ± .02 times as many events a second, all tasks on
     * thumbnails, and 1.16 ± .02 times as many answers and descriptions where images were known; four gave less of either, and twelve, waiting
     * longer, no more of the first.
     */
    private static final int TOGETHER = 8;

    /** Rounds that a job waits at most: some 50 ms of a full decoder, out of the second or more that an answer takes then. */
    private static final int MOST_ROUNDS = 8;

    private final int fullCall;
    private final int together;
    private int waited;

    /** @param fullCall of the decoder, see {@link io.percept.engine.TextDecoder#fullCall} */
    Joining(int fullCall) {
        this.fullCall = fullCall;
        this.together = Math.min(TOGETHER, fullCall / 4);
    }

    /**
     * To be asked once a round.
     *
     * @param active sequences under way
     * @param jobs that could join now
     */
    boolean waits(int active, int jobs) {
        boolean waits = jobs > 0 && jobs < together && active >= fullCall / 2 && waited < MOST_ROUNDS;
        waited = waits ? waited + 1 : 0;
        return waits;
    }
}

package io.percept.cli.bench;

/**
 * How much is measured.
 *
 * @param rounds of each duel
 * @param seconds that a round of the worker should take
 * @param least fewest events of a round
 * @param most most events of a round
 * @param backlog events of a small backlog
 * @param growth the large backlog has so many times as many
 * @param loadSeconds for each offered load
 * @param memorySeconds of steady work while memory is watched
 * @param thorough whether enough pictures, loads and calls are taken for a number to mean something
 * @param allCells whether every mix is measured with every task set; else only those that the table needs
 */
record Scale(
        int rounds,
        double seconds,
        int least,
        int most,
        int backlog,
        int growth,
        double loadSeconds,
        double memorySeconds,
        boolean thorough,
        boolean allCells) {

    static final Scale FULL = new Scale(5, 9, 32, 2000, 1000, 100, 15, 600, true, true);

    /** Whether everything works, in seconds; no number of it means anything. */
    static final Scale QUICK = new Scale(1, 0, 2, 2, 4, 2, 0.2, 0.2, false, false);

    /** Different pictures of a mix. */
    int pictures(Mix mix) {
        return thorough ? mix.pictures() : mix == Mix.LARGE_PHOTOS ? 1 : 2;
    }

    Scale withRounds(int count) {
        return new Scale(count, seconds, least, most, backlog, growth, loadSeconds, memorySeconds, thorough, allCells);
    }

    Scale withBacklog(int events) {
        return new Scale(rounds, seconds, least, most, events, growth, loadSeconds, memorySeconds, thorough, allCells);
    }

    Scale withMemorySeconds(double length) {
        return new Scale(rounds, seconds, least, most, backlog, growth, loadSeconds, length, thorough, allCells);
    }

    Scale withTableOnly() {
        return new Scale(rounds, seconds, least, most, backlog, growth, loadSeconds, memorySeconds, thorough, false);
    }

    /** Events of a round of a contender that does so many a second. */
    int events(double perSecond) {
        return (int) Math.clamp(Math.round(perSecond * seconds), least, most);
    }
}

package io.percept.cli.bench;

import java.util.List;

/**
 * All that a run found; what reports are made from.
 *
 * @param quick whether it only shows that everything works
 * @param engine of worker and bare engine
 * @param threads of every engine, ours and the peer's
 * @param peer versions of what the Python consumer uses, or why there is none
 * @param aloneMillis of one image alone, Kafka to Kafka
 * @param loads in the order of the offered load
 * @param decodeMillis of a 12 MP JPEG, ours
 */
record BenchResult(
        Machine machine,
        boolean quick,
        int rounds,
        String bundle,
        String engine,
        int threads,
        String peer,
        List<Row> rows,
        List<Cell> cells,
        Spread aloneMillis,
        List<LoadPoint> loads,
        Backlog backlog,
        MemoryWatch memory,
        Spread decodeMillis) {}

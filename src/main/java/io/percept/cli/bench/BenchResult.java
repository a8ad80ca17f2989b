package io.percept.cli.bench;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import java.util.List;

/**
 * All that a run found; what reports are made from. Of one that is under way, or failed, the parts that it did not come to are null or empty.
 *
 * @param quick whether it only shows that everything works
 * @param model and its engine, of worker and bare engine
 * @param threads of every engine, ours and the peer's
 * @param threadsArranged the worker with its threads arranged one way and another; the first is the default
 * @param peer versions of what the Python consumer uses, or why there is none
 */
record BenchResult(
        Machine machine,
        boolean quick,
        int rounds,
        ModelIdentity model,
        int threads,
        String peer,
        List<Row> rows,
        List<Cell> cells,
        List<BatchingDuel.Outcome> batching,
        LoadCurve loads,
        Backlog backlog,
        MemoryWatch memory,
        DecodeRace decode,
        List<ThreadsDuel.Line> threadsArranged) {}

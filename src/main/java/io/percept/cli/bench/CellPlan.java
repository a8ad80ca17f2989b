package io.percept.cli.bench;

import java.util.List;

/**
 * A cell that is to be measured.
 *
 * @param share of the events that a round has otherwise
 * @param peers whether Python takes part, where it is there
 */
record CellPlan(Mix mix, TaskSet tasks, double share, boolean peers) {

    /** Those that a row of the table speaks of. */
    static final List<CellPlan> OF_TABLE = List.of(
            new CellPlan(Mix.THUMBNAILS, TaskSet.CAPTION, 1, true),
            new CellPlan(Mix.THUMBNAILS, TaskSet.MODERATE, 1, false),
            new CellPlan(Mix.THUMBNAILS, TaskSet.ALL, 1, false),
            new CellPlan(Mix.PHOTOS, TaskSet.ALL, 1, true));

    /** Those that no row of the table needs. */
    static final List<CellPlan> OTHERS = List.of(
            other(Mix.PHOTOS, TaskSet.CAPTION),
            other(Mix.PHOTOS, TaskSet.MODERATE),
            other(Mix.LARGE_PHOTOS, TaskSet.CAPTION),
            other(Mix.LARGE_PHOTOS, TaskSet.MODERATE),
            other(Mix.LARGE_PHOTOS, TaskSet.ALL),
            other(Mix.DUPLICATES, TaskSet.CAPTION),
            other(Mix.DUPLICATES, TaskSet.MODERATE),
            other(Mix.DUPLICATES, TaskSet.ALL));

    /** Those that tell what the cores' time goes to. */
    static final List<CellPlan> PROFILED = List.of(
            profiled(Mix.THUMBNAILS, TaskSet.CAPTION),
            profiled(Mix.THUMBNAILS, TaskSet.MODERATE),
            profiled(Mix.THUMBNAILS, TaskSet.ALL),
            profiled(Mix.PHOTOS, TaskSet.CAPTION),
            profiled(Mix.PHOTOS, TaskSet.MODERATE),
            profiled(Mix.PHOTOS, TaskSet.ALL));

    private static CellPlan other(Mix mix, TaskSet tasks) {
        return new CellPlan(mix, tasks, 0.35, false);
    }

    private static CellPlan profiled(Mix mix, TaskSet tasks) {
        return new CellPlan(mix, tasks, 1, false);
    }
}

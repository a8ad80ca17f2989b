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
            ofOurs(1, Mix.THUMBNAILS, TaskSet.MODERATE),
            ofOurs(1, Mix.THUMBNAILS, TaskSet.ALL),
            new CellPlan(Mix.PHOTOS, TaskSet.ALL, 1, true));

    /** No row of the table needs them, so they take less time. */
    private static final double OTHERS_SHARE = 0.35;

    /** Those that no row of the table needs. */
    static final List<CellPlan> OTHERS = List.of(
            ofOurs(OTHERS_SHARE, Mix.PHOTOS, TaskSet.CAPTION),
            ofOurs(OTHERS_SHARE, Mix.PHOTOS, TaskSet.MODERATE),
            ofOurs(OTHERS_SHARE, Mix.LARGE_PHOTOS, TaskSet.CAPTION),
            ofOurs(OTHERS_SHARE, Mix.LARGE_PHOTOS, TaskSet.MODERATE),
            ofOurs(OTHERS_SHARE, Mix.LARGE_PHOTOS, TaskSet.ALL),
            ofOurs(OTHERS_SHARE, Mix.DUPLICATES, TaskSet.CAPTION),
            ofOurs(OTHERS_SHARE, Mix.DUPLICATES, TaskSet.MODERATE),
            ofOurs(OTHERS_SHARE, Mix.DUPLICATES, TaskSet.ALL));

    /** Those that tell what the cores' time goes to. */
    static final List<CellPlan> PROFILED = List.of(
            ofOurs(1, Mix.THUMBNAILS, TaskSet.CAPTION),
            ofOurs(1, Mix.THUMBNAILS, TaskSet.MODERATE),
            ofOurs(1, Mix.THUMBNAILS, TaskSet.ALL),
            ofOurs(1, Mix.PHOTOS, TaskSet.CAPTION),
            ofOurs(1, Mix.PHOTOS, TaskSet.MODERATE),
            ofOurs(1, Mix.PHOTOS, TaskSet.ALL));

    private static CellPlan ofOurs(double share, Mix mix, TaskSet tasks) {
        return new CellPlan(mix, tasks, share, false);
    }
}

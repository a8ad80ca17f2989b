package io.percept.faults;

/** What a run must not show. */
enum Violation {
    /** An event has no ending, and the group's offset lies beyond it: nobody will read it again. */
    LOST,
    /** An event has no ending, and is still before the group. */
    UNANSWERED,
    /** In a topic of endings, an event of a key ended for the first time after a later event of the key. */
    OUT_OF_ORDER,
    /** An event ended as what it must not: a result for a bad event, a dead letter for a good one, the wrong code, key or id. */
    WRONG_ENDING,
    /** Two endings of one event do not say the same. */
    CONTRADICTION,
    /** An event ended again although its offset was committed before the interruption. */
    UNEXPLAINED_REPETITION,
    /** More endings were repeated than could be in flight or uncommitted. */
    TOO_MANY_REPETITIONS,
    /** An ending of an event that was never sent. */
    UNKNOWN_EVENT
}

package io.percept.publish;

/** How often a reader sees what became of an event. */
public enum Delivery {
    /**
     * Offsets are committed after the broker has acknowledged what an event ended as. A crash repeats some results, under
     * the same ids.
     */
    AT_LEAST_ONCE,
    /**
     * What events ended as, and their offsets, are committed in one transaction. A reader of committed records sees each
     * once, up to one commit interval later.
     */
    EXACTLY_ONCE
}

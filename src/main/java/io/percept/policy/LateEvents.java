package io.percept.policy;

/** What becomes of events whose deadline has passed. */
public enum LateEvents {
    /** They are answered all the same; the deadline only orders the work. */
    ANSWER,
    /** They end as dead letters, and the engines do nothing for them any more. */
    SHED
}

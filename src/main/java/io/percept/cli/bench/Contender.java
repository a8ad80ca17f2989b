package io.percept.cli.bench;

/** Does the work of a batch as fast as it can, in its own way. Used by one thread. */
interface Contender {

    /** As reports name it. */
    String name();

    /** @throws IllegalStateException where an event was not enriched */
    Measured run(Batch batch);
}

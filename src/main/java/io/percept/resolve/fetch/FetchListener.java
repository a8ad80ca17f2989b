package io.percept.resolve.fetch;

/** Is told of fetches, for meters. Called on the threads of fetches; must not block. */
public interface FetchListener {

    /** For where nobody counts. */
    FetchListener NONE = outcome -> {};

    void ended(FetchOutcome outcome);
}

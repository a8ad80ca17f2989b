package io.percept.engine;

import java.util.List;

/** Runs the decoder over new tokens of several sequences at once. An instance is used by one thread at a time. */
public interface TextDecoder extends AutoCloseable {

    /**
     * A cache of zeros. It must not outlive the decoder.
     *
     * @throws NoMemory if there is none for it
     * @throws EngineFailure if the engine fails
     */
    KeyValueCache newCache(int capacity, int rows);

    /**
     * Rows that a cache should begin with that may grow to {@code most}. Memory of the host is taken as it is needed; an
     * engine that sets the memory of all rows aside at its start says {@code most}, so that nothing has to move.
     */
    default int firstRows(int most) {
        return Math.min(8, most);
    }

    /**
     * Rows from which on a call does hardly more of them a second, where the decoder takes its time from the encoder of the same
     * engine; 1 where the two do not share cores.
     */
    default int fullCall() {
        return 1;
    }

    /**
     * Runs the decoder once. Prefill, the rest of a prompt on a prefix, scoring of several tokens and a step differ only
     * in their number of new and past tokens. The keys and values of the new tokens are written to the cache after the
     * call has gone well, so that a call that failed can be made again.
     *
     * <p>Where any row has past tokens, the rows must have consecutive cache rows in order, because the engine reads the
     * cache in place.
     *
     * @param cache where past tokens are and new ones go; null if no row has a past and none is kept
     * @param rows at least one
     * @return logits of each row in order, all of them numbers; a row that asks for several has them together
     * @throws NoMemory if there is none for the call's own buffers; the cache is as before
     * @throws EngineFailure if the engine fails, or a row's logits are no numbers; the cache is as before, and holds nothing else than
     *     numbers: what is masked is multiplied all the same
     */
    Logits extend(KeyValueCache cache, List<DecoderRow> rows);

    @Override
    void close();
}

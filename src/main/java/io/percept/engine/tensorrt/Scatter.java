package io.percept.engine.tensorrt;

/**
 * A copy of the new keys and values of a decoder call to where the cache has them. For buffer {@code u}, row {@code b}, token
 * {@code t < counts[b]}, head {@code h}: {@code source[u][b][h][t][·]} goes to {@code target[u][cacheRows[b]][h][pasts[b] +
 * t][·]}; rows whose cache row is negative are left out. All addresses but those in the two tables are in device memory, and so
 * are the tables, so that a recording of a scatter follows the values of each step.
 *
 * <p>TensorRT 10.15 has a layer that updates a cache in place (IKVCacheUpdateLayer). It does not fit here: its cache must have
 * a static length, where rows of several capacities use one plan; it writes the padding of shorter rows too, beyond the end
 * of a full row; and it writes to the rows that are read, where a prompt without a past is written to any rows.
 *
 * @param sources table of addresses of the outputs {@code [B,H,S,W]}
 * @param targets table of addresses of the cache's buffers {@code [rows,H,C,W]}
 * @param cacheRows int64 per row of the call
 * @param pasts int64 per row of the call
 * @param counts int64 per row of the call
 * @param buffers addresses in each table
 * @param rows rows of the call (B)
 * @param tokens tokens of a row of the outputs (S)
 * @param heads heads (H)
 * @param capacity tokens of a cache row (C)
 * @param words 4-byte words of one head of one token (W)
 */
record Scatter(
        long sources,
        long targets,
        long cacheRows,
        long pasts,
        long counts,
        int buffers,
        int rows,
        int tokens,
        int heads,
        int capacity,
        int words) {}

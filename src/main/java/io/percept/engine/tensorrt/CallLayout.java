package io.percept.engine.tensorrt;

import io.percept.engine.CallSize;

/**
 * Where the whole numbers of a decoder call lie in one block, so that one copy takes all of them to the device. Offsets in
 * bytes, aligned for TensorRT.
 */
record CallLayout(
        long ids, long imageRows, long positions, long pasts, long wanted, long cacheRows, long counts, long bytes) {

    static CallLayout of(CallSize size) {
        return of(size.rows(), size.positions(), size.wanted());
    }

    static CallLayout of(long rows, long positions, long wanted) {
        long perPosition = CacheArena.align(positions * Long.BYTES);
        long perRow = CacheArena.align(rows * Long.BYTES);
        long imageRows = perPosition;
        long positionIds = imageRows + perPosition;
        long pasts = positionIds + perPosition;
        long wantedRows = pasts + perRow;
        long cacheRows = wantedRows + CacheArena.align(wanted * Long.BYTES);
        long counts = cacheRows + perRow;
        return new CallLayout(0, imageRows, positionIds, pasts, wantedRows, cacheRows, counts, counts + perRow);
    }
}

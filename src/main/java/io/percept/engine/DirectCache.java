package io.percept.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A cache in direct buffers, one per layer for keys and one for values, each {@code [rows,H,C,Dh]}. The session reads a
 * range of rows in place; only new rows are ever written.
 */
final class DirectCache implements KeyValueCache {

    private final OnnxSession session;
    private final BundleDecoder shape;
    private final int capacity;
    private final int rows;
    private final int rowValues;
    private final List<String> names;
    /** Keys of all layers, then values of all layers. */
    private final FloatBuffer[] buffers;

    /** Arrays over the rows of the last read, which the next step most often reads again. */
    private NDManager scope;

    private NDList arrays;
    private int firstRow = -1;
    private int rowCount;

    /** @throws NoMemory if there is none for it */
    DirectCache(OnnxSession session, BundleDecoder shape, int capacity, int rows) {
        this.session = session;
        this.shape = shape;
        this.capacity = capacity;
        this.rows = rows;
        this.rowValues = shape.heads() * capacity * shape.headWidth();
        this.names = TensorNames.caches(shape.layers());
        this.buffers = new FloatBuffer[2 * shape.layers()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = DirectBuffers.floats((long) rows * rowValues);
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void copyTokens(KeyValueCache from, int fromRow, int toRow, int first, int count) {
        DirectCache source = (DirectCache) from;
        int values = count * shape.headWidth();
        for (int i = 0; i < buffers.length; i++) {
            for (int head = 0; head < shape.heads(); head++) {
                int target = at(toRow, head, first);
                buffers[i].put(target, source.buffers[i], source.at(fromRow, head, first), values);
            }
        }
    }

    /** Arrays {@code [count,H,C,Dh]} over consecutive rows; they belong to the cache and are valid until the next call. */
    NDList arrays(int first, int count) {
        if (first != firstRow || count != rowCount) {
            release();
            scope = session.newScope();
            arrays = new NDList(buffers.length);
            for (int i = 0; i < buffers.length; i++) {
                FloatBuffer range = buffers[i].duplicate();
                range.limit((first + count) * rowValues).position(first * rowValues);
                arrays.add(OnnxSession.array(
                        scope,
                        names.get(i),
                        range,
                        DataType.FLOAT32,
                        count,
                        shape.heads(),
                        capacity,
                        shape.headWidth()));
            }
            firstRow = first;
            rowCount = count;
        }
        return arrays;
    }

    /**
     * Writes the first tokens of one row of an output {@code [B,H,S,Dh]}, which begins where its buffer does.
     *
     * @param buffer layer of the keys, or number of layers + layer of the values
     * @param tokens tokens per row of the output (S)
     */
    void write(int buffer, FloatBuffer output, int outputRow, int tokens, int row, int past, int count) {
        if (past + count > capacity) {
            // Without this check the tokens would land in the next row.
            throw new IllegalArgumentException(past + count + " tokens do not fit into a row of " + capacity);
        }
        int width = shape.headWidth();
        for (int head = 0; head < shape.heads(); head++) {
            int source = (outputRow * shape.heads() + head) * tokens * width;
            buffers[buffer].put(at(row, head, past), output, source, count * width);
        }
    }

    int buffers() {
        return buffers.length;
    }

    private int at(int row, int head, int token) {
        return ((row * shape.heads() + head) * capacity + token) * shape.headWidth();
    }

    private void release() {
        if (scope != null) {
            scope.close();
            scope = null;
            firstRow = -1;
        }
    }

    @Override
    public void close() {
        release();
    }
}

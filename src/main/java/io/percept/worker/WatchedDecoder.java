package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.TextDecoder;
import java.util.List;

/** A decoder whose calls are watched. Closing it is the engine's. */
record WatchedDecoder(TextDecoder decoder, CallWatch watch) implements TextDecoder {

    @Override
    public KeyValueCache newCache(int capacity, int rows) {
        return watch.make(1, () -> decoder.newCache(capacity, rows));
    }

    @Override
    public int firstRows(int most) {
        return decoder.firstRows(most);
    }

    @Override
    public int fullCall() {
        return decoder.fullCall();
    }

    @Override
    public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
        return watch.make(rows.size(), () -> decoder.extend(cache, rows));
    }

    @Override
    public void close() {}
}

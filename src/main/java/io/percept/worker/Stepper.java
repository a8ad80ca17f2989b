package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.Logits;
import io.percept.engine.TextDecoder;
import java.util.ArrayList;
import java.util.List;

/** Lets every sequence of a lane go on by one token, all in one call. For the scheduler's thread only. */
final class Stepper {

    private final TextDecoder decoder;
    private final int eos;
    private final WorkerListener listener;

    Stepper(TextDecoder decoder, int eos, WorkerListener listener) {
        this.decoder = decoder;
        this.eos = eos;
        this.listener = listener;
    }

    void step(Lane lane) {
        List<Integer> ended = new ArrayList<>();
        run(lane, 0, lane.size(), ended);
        // From the last to the first: what moves into a gap is then never one that has ended.
        ended.reversed().forEach(lane::remove);
    }

    /** Steps the rows {@code [from, to)} and notes those that have ended, ascending. */
    private void run(Lane lane, int from, int to, List<Integer> ended) {
        long start = System.nanoTime();
        List<DecoderRow> rows = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            rows.add(lane.active().get(row).step(row));
        }
        Logits logits;
        try {
            logits = decoder.extend(lane.cache(), rows);
        } catch (RuntimeException e) {
            listener.callFailed("decoder", rows.size());
            split(lane, from, to, ended, e);
            return;
        }
        for (int row = from; row < to; row++) {
            Sequence sequence = lane.active().get(row);
            sequence.stepped();
            if (sequence.append(logits.argmax(row - from), eos)) {
                ended.add(row);
            }
        }
        listener.stepped(rows.size(), System.nanoTime() - start);
    }

    private void split(Lane lane, int from, int to, List<Integer> ended, RuntimeException cause) {
        if (to - from == 1) {
            lane.active().get(from).job().failEngine(cause);
            ended.add(from);
            return;
        }
        int middle = (from + to) / 2;
        run(lane, from, middle, ended);
        run(lane, middle, to, ended);
    }
}

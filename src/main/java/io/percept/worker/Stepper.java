package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.Logits;
import io.percept.engine.TextDecoder;
import java.util.ArrayList;
import java.util.List;

/** Lets every sequence of a lane go on by one token, all in one call. For the scheduler's thread only. */
final class Stepper {

    private final TextDecoder decoder;
    private final PrefixSharing sharing;
    private final WorkerListener listener;

    Stepper(TextDecoder decoder, PrefixSharing sharing, WorkerListener listener) {
        this.decoder = decoder;
        this.sharing = sharing;
        this.listener = listener;
    }

    void step(Lane lane) {
        run(lane, 0, lane.size());
        lane.removeDone();
        lane.searches().forEach(search -> search.advance(lane));
        for (Sequence sequence : lane.active()) {
            if (sequence.job().isDone()) {
                sharing.keepForFollower(sequence, lane.cache());
            }
        }
        lane.removeDone();
    }

    /** Steps the rows {@code [from, to)}; a sequence on which the engine fails ends its job. */
    private void run(Lane lane, int from, int to) {
        long start = System.nanoTime();
        List<DecoderRow> rows = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            rows.add(lane.active().get(row).step());
        }
        Logits logits;
        try {
            logits = decoder.extend(lane.cache(), rows);
        } catch (RuntimeException e) {
            listener.callFailed("decoder", rows.size());
            split(lane, from, to, e);
            return;
        }
        for (int row = from; row < to; row++) {
            Sequence sequence = lane.active().get(row);
            sequence.stepped();
            sequence.search().read(sequence, logits, row - from);
        }
        listener.stepped(rows.size(), System.nanoTime() - start);
    }

    private void split(Lane lane, int from, int to, RuntimeException cause) {
        if (to - from == 1) {
            lane.active().get(from).job().failEngine(cause);
            return;
        }
        int middle = (from + to) / 2;
        run(lane, from, middle);
        run(lane, middle, to);
    }
}

package io.percept.faults;

import com.google.protobuf.ByteString;

/**
 * A result or dead letter as it stands in its topic: one ending of an event.
 *
 * @param topic which of the two topics of endings
 * @param eventId of the event that has ended
 * @param resultId of a result; empty for a dead letter
 * @param content of a result without what differs from one computation to the next, see {@link ResultContent}
 * @param errorCode of a dead letter; empty for a result
 * @param incarnation the process that sent it, one name per start; empty where it is not known
 * @param atMillis when it was seen, on the clock of the {@link Ledger}
 */
record Terminal(
        Topic topic,
        int partition,
        long offset,
        String eventId,
        String key,
        String resultId,
        ByteString content,
        String errorCode,
        String incarnation,
        long atMillis) {

    enum Topic {
        RESULTS,
        DEAD_LETTERS
    }

    boolean isResult() {
        return topic == Topic.RESULTS;
    }
}

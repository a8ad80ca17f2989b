package io.percept.vision.codec;

import java.util.concurrent.CancellationException;

/** Lets a long decode be stopped from outside: decoders ask once a row. */
final class Interrupts {

    private Interrupts() {}

    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("decoding was interrupted");
        }
    }
}

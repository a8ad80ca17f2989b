package io.percept.resolve.fetch;

import java.io.IOException;

/** An answer that is no valid HTTP: another try would find the same. */
final class MalformedAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedAnswer(String what) {
        super(what);
    }
}

package io.percept.contract.wire;

import io.percept.contract.ErrorCode;
import io.percept.contract.Excerpt;
import io.percept.contract.PerceptException;

/** The refusal of a value that is no event, and how much of the value its message may show. Stateless. */
final class InvalidEnvelope {

    /** Characters of what is shown: enough to find the place by. */
    private static final int MOST_SHOWN = 200;

    private InvalidEnvelope() {}

    /**
     * @param message what is wrong and what to do
     * @param cause or null, as where its message may hold what was sent
     */
    static PerceptException of(String message, Throwable cause) {
        return new PerceptException(ErrorCode.INVALID_ENVELOPE, message, cause);
    }

    /** A text of the value in one line, or the beginning of a long one. */
    static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > MOST_SHOWN ? Excerpt.beginning(line, MOST_SHOWN) + "…" : line;
    }
}

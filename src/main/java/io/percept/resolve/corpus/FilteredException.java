package io.percept.resolve.corpus;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;

/** A rule keeps a document out. */
public final class FilteredException extends PerceptException {

    private static final long serialVersionUID = 1L;

    private final String filter;

    FilteredException(String filter, String message) {
        super(ErrorCode.FILTERED, message);
        this.filter = filter;
    }

    /** The filter's name, as meters and records have it. */
    public String filter() {
        return filter;
    }
}

package io.percept.contract;

/** A failure that can be told to the person who sent the event: what was wrong, and what to do. */
public class PerceptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean passing;

    public PerceptException(ErrorCode code, String message) {
        this(code, message, null, false);
    }

    public PerceptException(ErrorCode code, String message, Throwable cause) {
        this(code, message, cause, false);
    }

    /** @param passing see {@link #isPassing} */
    protected PerceptException(ErrorCode code, String message, Throwable cause, boolean passing) {
        super(message, cause);
        this.code = code;
        this.passing = passing;
    }

    /**
     * A failure of the moment: the same input may go through at another try.
     *
     * @param cause null where there is none
     */
    public static PerceptException passing(ErrorCode code, String message, Throwable cause) {
        return new PerceptException(code, message, cause, true);
    }

    /** Whether another try of the same input may go better. */
    public boolean isPassing() {
        return passing;
    }

    /** The same failure in other words. */
    public PerceptException saying(String message) {
        return new PerceptException(code, message, this, passing);
    }

    public ErrorCode code() {
        return code;
    }

    /** The Percept failure within the causes of a failure, or an {@link ErrorCode#ENGINE_FAILED} that names it. */
    public static PerceptException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PerceptException known) {
                return known;
            }
        }
        return new PerceptException(ErrorCode.ENGINE_FAILED, "An internal failure, see the log: " + failure, failure);
    }
}

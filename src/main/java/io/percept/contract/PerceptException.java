package io.percept.contract;

/** A failure that can be told to the person who sent the event: what was wrong, and what to do. */
public class PerceptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public PerceptException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public PerceptException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
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

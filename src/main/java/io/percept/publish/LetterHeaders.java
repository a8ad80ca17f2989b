package io.percept.publish;

/**
 * The headers that Percept adds to a dead letter, behind those of the event, and those that a replay adds to the event;
 * docs/errors.md explains each. All are text.
 */
public final class LetterHeaders {

    public static final String ID = "percept-letter-id";

    public static final String ERROR_CODE = "percept-error-code";
    public static final String ERROR_MESSAGE = "percept-error-message";
    /** {@code true} where the same event may go better later, else {@code false}; letters of older versions lack it. */
    public static final String ERROR_PASSING = "percept-error-passing";

    public static final String ERROR_CLASS = "percept-error-class";
    public static final String ERROR_STACK = "percept-error-stack";
    public static final String ERROR_TRIES = "percept-error-tries";
    public static final String ERROR_TIME = "percept-error-time";

    public static final String INSTANCE = "percept-instance";
    public static final String VERSION = "percept-version";

    public static final String ORIGINAL_TOPIC = "percept-original-topic";
    public static final String ORIGINAL_PARTITION = "percept-original-partition";
    public static final String ORIGINAL_OFFSET = "percept-original-offset";
    public static final String ORIGINAL_TIMESTAMP = "percept-original-timestamp";
    public static final String ORIGINAL_GROUP = "percept-original-group";
    /** How many of the letter's headers, counted from the first, are the event's own. */
    public static final String ORIGINAL_HEADERS = "percept-original-headers";
    /** Present where the letter's key is its id and not the event's key: it has none, or it was left out. */
    public static final String ORIGINAL_KEY = "percept-original-key";
    /** Present where something of the event was left out of the letter, and says what: an empty value alone does not say so. */
    public static final String ORIGINAL_VALUE = "percept-original-value";

    public static final String REPLAY_COUNT = "percept-replay-count";
    public static final String REPLAY_OF = "percept-replay-of";

    private LetterHeaders() {}
}

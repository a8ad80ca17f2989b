package io.percept.contract;

/** What can go wrong with an event or a task. The names are part of the contract; docs/errors.md explains each. */
public enum ErrorCode {
    /** The record cannot be read as an event. */
    INVALID_ENVELOPE,
    /** A task is of no known kind. */
    UNKNOWN_TASK,
    /** A task lacks what it needs or holds what it cannot use. */
    INVALID_TASK,
    /** An answer task has no question. */
    MISSING_QUESTION,
    /** A task needs an image and the document has none. */
    MISSING_IMAGE,
    /** The policy or a label of it is unknown. */
    UNKNOWN_POLICY,
    /** The bytes are of no format that is allowed. */
    UNSUPPORTED_MEDIA,
    /** The image ends before its end. */
    IMAGE_TRUNCATED,
    /** The image contradicts its format. */
    IMAGE_CORRUPT,
    /** The image has more bytes or pixels than is allowed. */
    IMAGE_TOO_LARGE,
    /** The address of an image may not be fetched. */
    URL_FORBIDDEN,
    /** The image could not be fetched. */
    FETCH_FAILED,
    /** A rule for documents keeps the event out. */
    FILTERED,
    /** The model does not write the language that is asked for. */
    UNSUPPORTED_LANGUAGE,
    /** The document does not fit into the model's context. */
    TOO_LONG,
    /** The event's deadline has passed, and its policy sheds late events. */
    EXPIRED,
    /** The engine failed on this input. */
    ENGINE_FAILED,
    /** The engine has as much work as it may have, and still had after all retries. */
    ENGINE_BUSY,
    /** The event was not done within the time that an event may take. */
    TIMED_OUT,
    /** The result is larger than the producer may send or its topic takes. */
    RESULT_TOO_LARGE,
    /** The service is stopping; the event will be served again. */
    STOPPING
}

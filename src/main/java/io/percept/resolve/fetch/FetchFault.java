package io.percept.resolve.fetch;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;

/** How a fetch is refused or fails, each with what the sender of the event can do. */
final class FetchFault {

    private FetchFault() {}

    /** For what no setting lets through. */
    static PerceptException forbidden(String what) {
        return new PerceptException(ErrorCode.URL_FORBIDDEN, what + "; send the image's bytes");
    }

    /** @param opening what an operator may do to let it through; stands behind "or have" */
    static PerceptException forbidden(String what, String opening) {
        return new PerceptException(ErrorCode.URL_FORBIDDEN, what + "; send the image's bytes, or have " + opening);
    }

    static PerceptException failed(String what) {
        return failed(what, null);
    }

    /** For what another try would find no better. */
    static PerceptException failed(String what, Throwable cause) {
        return new PerceptException(
                ErrorCode.FETCH_FAILED, what + "; check that the address is right and open to this service", cause);
    }

    static PerceptException passing(String what) {
        return passing(what, null);
    }

    /** For what may be gone at another try. */
    static PerceptException passing(String what, Throwable cause) {
        return PerceptException.passing(
                ErrorCode.FETCH_FAILED,
                what + "; it may pass: send the event again later, or send the image's bytes",
                cause);
    }

    static PerceptException tooLarge(long limit) {
        return new PerceptException(
                ErrorCode.IMAGE_TOO_LARGE, "the body is longer than " + limit + " bytes; send a smaller version");
    }

    static PerceptException wrongType(String type) {
        return new PerceptException(
                ErrorCode.UNSUPPORTED_MEDIA,
                "the address answers with " + type + " and not with an image; send the address of the image itself");
    }

    static PerceptException stopping(Exception cause) {
        return new PerceptException(
                ErrorCode.STOPPING, "the service is stopping; the image will be fetched again", cause);
    }
}

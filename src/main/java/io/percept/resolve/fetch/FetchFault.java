package io.percept.resolve.fetch;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;

/** How a fetch is refused or fails, each with what the sender of the event can do. */
final class FetchFault {

    private FetchFault() {}

    static PerceptException forbidden(String what) {
        return new PerceptException(
                ErrorCode.URL_FORBIDDEN,
                what + "; send the image's bytes, or have its host added to percept.resolve.fetch.allow");
    }

    static PerceptException failed(String what) {
        return new PerceptException(
                ErrorCode.FETCH_FAILED, what + "; check that the address is right and open to this service");
    }

    static PerceptException failed(String what, Throwable cause) {
        PerceptException fault = failed(what);
        fault.initCause(cause);
        return fault;
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
}

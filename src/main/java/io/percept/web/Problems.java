package io.percept.web;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Failures as problem details (RFC 9457): what was wrong, with which event, and what to do. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onFailure(PerceptException failure) {
        if (failure.code() == ErrorCode.ENGINE_FAILED) {
            log.error("An event sent over HTTP failed", failure);
        }
        return problem(failure.code(), failure.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onBrokenForm(MultipartException failure) {
        return problem(
                ErrorCode.INVALID_ENVELOPE,
                "The form cannot be read (" + failure.getMessage()
                        + "): send multipart/form-data with the parts image and tasks.");
    }

    @Override
    protected ResponseEntity<Object> handleMaxUploadSizeExceededException(
            MaxUploadSizeExceededException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                "The form or one of its images is too large: send smaller images, or raise spring.servlet.multipart.max-file-size and max-request-size.");
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    private static ResponseEntity<ProblemDetail> problem(ErrorCode code, String message) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(statusOf(code), message);
        problem.setType(URI.create("urn:percept:error:" + code));
        problem.setProperty("code", code.name());
        return ResponseEntity.of(problem).build();
    }

    private static HttpStatus statusOf(ErrorCode code) {
        return switch (code) {
            case INVALID_ENVELOPE,
                    UNKNOWN_TASK,
                    INVALID_TASK,
                    MISSING_QUESTION,
                    MISSING_IMAGE,
                    UNKNOWN_POLICY -> HttpStatus.BAD_REQUEST;
            case UNSUPPORTED_MEDIA -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case IMAGE_TOO_LARGE, TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
            case STOPPING -> HttpStatus.SERVICE_UNAVAILABLE;
            case EXPIRED -> HttpStatus.GATEWAY_TIMEOUT;
            case ENGINE_FAILED -> HttpStatus.INTERNAL_SERVER_ERROR;
            default -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}

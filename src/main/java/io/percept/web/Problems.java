package io.percept.web;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
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

    /** As long as a busy engine, or a new one, may take to have room again; a slow host is given as long. */
    private static final String RETRY_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onFailure(PerceptException failure) {
        if (failure.code() == ErrorCode.ENGINE_FAILED && !failure.isPassing()) {
            log.error("An event sent over HTTP failed", failure);
        }
        return problem(statusOf(failure), failure.code(), failure.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onBrokenForm(MultipartException failure) {
        return problem(
                HttpStatus.BAD_REQUEST,
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

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status,
                "The header Accept allows nothing that this path answers with, or is none: send Accept: application/json, or leave it out. The path /v1/enrich also answers with application/protobuf, streams with text/event-stream.");
        // Stated, since what the client accepts cannot be asked.
        HttpHeaders stated = new HttpHeaders();
        stated.addAll(headers);
        stated.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return handleExceptionInternal(failure, problem, stated, status, request);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, ErrorCode code, String message) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, message);
        problem.setType(URI.create("urn:percept:error:" + code));
        problem.setProperty("code", code.name());
        ResponseEntity.HeadersBuilder<?> response = ResponseEntity.of(problem);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.build();
    }

    private static HttpStatus statusOf(PerceptException failure) {
        return switch (failure.code()) {
            case INVALID_ENVELOPE,
                    UNKNOWN_TASK,
                    INVALID_TASK,
                    MISSING_QUESTION,
                    MISSING_IMAGE,
                    UNKNOWN_POLICY -> HttpStatus.BAD_REQUEST;
            case UNSUPPORTED_MEDIA -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case IMAGE_TOO_LARGE, TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
            case STOPPING, ENGINE_BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
            case EXPIRED, TIMED_OUT -> HttpStatus.GATEWAY_TIMEOUT;
            case ENGINE_FAILED -> failure.isPassing()
                    ? HttpStatus.SERVICE_UNAVAILABLE
                    : HttpStatus.INTERNAL_SERVER_ERROR;
            case FETCH_FAILED -> failure.isPassing()
                    ? HttpStatus.SERVICE_UNAVAILABLE
                    : HttpStatus.UNPROCESSABLE_CONTENT;
            default -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}

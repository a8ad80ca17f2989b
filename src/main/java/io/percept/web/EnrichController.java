package io.percept.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.contract.wire.ResultCodec;
import io.percept.intake.IntakeProperties;
import io.percept.intake.enrichment.EventEnricher;
import io.percept.intake.enrichment.ResultMeters;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Enriches one event and waits for its result, past Kafka: nothing is read from a topic or written to one. The work
 * shares the batches of the events that come by Kafka.
 */
@RestController
class EnrichController {

    private static final String PATH = "/v1/enrich";
    private static final MediaType PROTOBUF = MediaType.parseMediaType(Encoding.PROTOBUF.mediaType());

    private final EventEnricher enricher;
    private final ResultMeters meters;
    private final EventCodec codec;
    private final long maxBody;

    EnrichController(EventEnricher enricher, IntakeProperties intake, WebProperties web, MeterRegistry registry) {
        this.enricher = enricher;
        this.meters = new ResultMeters(registry, ResultMeters.Via.HTTP);
        this.codec = new EventCodec(intake.eventRules());
        this.maxBody = web.maxBody().toBytes();
    }

    /**
     * An ImageEvent in JSON or protobuf, or an image alone with its tasks in the header {@code percept-tasks} and its policy in
     * {@code percept-policy}; or a CloudEvent in JSON that holds one of these.
     */
    @PostMapping(
            path = PATH,
            consumes = {
                "application/json",
                "application/cloudevents+json",
                "application/protobuf",
                "application/x-protobuf",
                "image/*"
            })
    CompletableFuture<ResponseEntity<byte[]>> event(InputStream body, @RequestHeader HttpHeaders headers)
            throws IOException, HttpMediaTypeNotAcceptableException {
        Encoding wanted = wanted(headers);
        byte[] bytes = body.readNBytes((int) Math.min(maxBody + 1, Integer.MAX_VALUE - 8));
        if (bytes.length > maxBody) {
            throw new PerceptException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "The body has more than %d bytes: send a smaller image, or raise percept.web.max-body."
                            .formatted(maxBody));
        }
        Map<String, String> envelope = CallHeaders.of(headers);
        envelope.merge("ce_source", "/http", (stated, ours) -> stated.isBlank() ? ours : stated);
        return answer(codec.read(bytes, envelope, newId()), wanted);
    }

    /** A form with images, text and tasks. */
    @PostMapping(path = PATH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    CompletableFuture<ResponseEntity<byte[]>> form(
            @RequestParam(name = "image", required = false) List<MultipartFile> images,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String tasks,
            @RequestParam(defaultValue = "") String policy,
            @RequestParam(defaultValue = "") String id,
            @RequestHeader HttpHeaders headers)
            throws HttpMediaTypeNotAcceptableException {
        Encoding wanted = wanted(headers);
        byte[] event = FormEvents.write(images == null ? List.of() : images, text, tasks, policy, id);
        Map<String, String> envelope = Map.of("content-type", Encoding.PROTOBUF.mediaType(), "ce_source", "/http");
        return answer(codec.read(event, envelope, newId()), wanted);
    }

    /** Protobuf where it is asked for, else JSON. Found out before anything is read or enriched. */
    private static Encoding wanted(HttpHeaders headers) throws HttpMediaTypeNotAcceptableException {
        try {
            return headers.getAccept().stream().anyMatch(PROTOBUF::equalsTypeAndSubtype)
                    ? Encoding.PROTOBUF
                    : Encoding.JSON;
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotAcceptableException(e.getMessage());
        }
    }

    private CompletableFuture<ResponseEntity<byte[]>> answer(ImageEvent event, Encoding encoding) {
        return enricher.enrich(event).thenApply(result -> {
            ResponseEntity<byte[]> response = write(result, encoding);
            meters.given(result);
            return response;
        });
    }

    private static ResponseEntity<byte[]> write(EnrichmentResult result, Encoding encoding) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(encoding.mediaType()))
                .body(ResultCodec.write(result, encoding));
    }

    private static String newId() {
        return "http-" + UUID.randomUUID();
    }
}

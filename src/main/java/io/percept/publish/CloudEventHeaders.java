package io.percept.publish;

import io.percept.contract.wire.Encoding;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * The CloudEvents attributes of what is published, in the binary mode of Kafka: as headers of the record.
 *
 * @param id names it within its source
 * @param type what it is, with the version of its form
 * @param time when it happened
 * @param subject what it is about
 */
record CloudEventHeaders(String id, String source, String type, Instant time, Optional<String> subject) {

    /**
     * Adds them to the headers of a new record, behind the trace of the event that it comes of.
     *
     * @param encoding of its value
     */
    void addTo(Headers headers, Headers event, Encoding encoding) {
        MessageHeaders.copyTrace(event, headers);
        MessageHeaders.add(headers, "content-type", encoding.mediaType());
        MessageHeaders.add(headers, "ce_specversion", "1.0");
        MessageHeaders.add(headers, "ce_id", id);
        MessageHeaders.add(headers, "ce_source", source);
        MessageHeaders.add(headers, "ce_type", type);
        MessageHeaders.add(headers, "ce_time", time.toString());
        subject.ifPresent(about -> MessageHeaders.add(headers, "ce_subject", about));
    }
}

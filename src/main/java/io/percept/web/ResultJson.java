package io.percept.web;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.publish.MessageHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the results topic as JSON, in whichever encoding it was published. */
final class ResultJson {

    private ResultJson() {}

    /** @throws IllegalStateException where the record is no result */
    static String of(ConsumerRecord<byte[], byte[]> record) {
        String type = MessageHeaders.read(record.headers()).getOrDefault("content-type", "");
        if (!type.contains("protobuf")) {
            return new String(record.value(), StandardCharsets.UTF_8);
        }
        try {
            return JsonFormat.printer()
                    .omittingInsignificantWhitespace()
                    .print(EnrichmentResult.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "Record %s-%d@%d is no percept.v1.EnrichmentResult: who else writes to the results topic?"
                            .formatted(record.topic(), record.partition(), record.offset()),
                    e);
        }
    }
}

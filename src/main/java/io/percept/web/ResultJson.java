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
        try {
            EnrichmentResult result = read(record);
            // What knows no field of a result can be read as one too, an empty one.
            if (result.getId().isEmpty() && result.getEventId().isEmpty()) {
                throw new InvalidProtocolBufferException("it names no event");
            }
            return JsonFormat.printer().omittingInsignificantWhitespace().print(result);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            // The latter for a time that is none, which is found only when it is written.
            throw new IllegalStateException(
                    "Record %s-%d@%d is no percept.v1.EnrichmentResult: who else writes to the results topic?"
                            .formatted(record.topic(), record.partition(), record.offset()),
                    e);
        }
    }

    private static EnrichmentResult read(ConsumerRecord<byte[], byte[]> record) throws InvalidProtocolBufferException {
        String type = MessageHeaders.read(record.headers()).getOrDefault("content-type", "");
        if (type.contains("protobuf")) {
            return EnrichmentResult.parseFrom(record.value());
        }
        EnrichmentResult.Builder result = EnrichmentResult.newBuilder();
        // A newer instance may say what this one does not know.
        JsonFormat.parser().ignoringUnknownFields().merge(new String(record.value(), StandardCharsets.UTF_8), result);
        return result.build();
    }
}

package io.percept.web;

import io.percept.contract.wire.ResultCodec;
import io.percept.publish.MessageHeaders;
import io.percept.publish.Position;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the results topic as JSON, in whichever encoding it was published. */
final class ResultJson {

    private ResultJson() {}

    /** @throws IllegalStateException where the record is no result */
    static String of(ConsumerRecord<byte[], byte[]> record) {
        String type = MessageHeaders.read(record.headers()).getOrDefault("content-type", "");
        try {
            return ResultCodec.readToJson(record.value(), type);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "Record %s is no percept.v1.EnrichmentResult: who else writes to the results topic?"
                            .formatted(Position.of(record)),
                    e);
        }
    }
}

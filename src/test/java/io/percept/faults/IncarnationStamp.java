package io.percept.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Says in a header of every record which start of which process sent it. Kafka's own hook, named in {@code interceptor.classes}:
 * nothing in Percept knows of it.
 */
public final class IncarnationStamp implements ProducerInterceptor<byte[], byte[]> {

    static final String HEADER = "faults-incarnation";
    static final String PROPERTY = "faults.incarnation";

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        // A record that is sent again has its stamp, and headers that can only be read.
        if (record.headers().lastHeader(HEADER) == null) {
            record.headers().add(HEADER, System.getProperty(PROPERTY, "").getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception failure) {
        // Nothing to do.
    }

    @Override
    public void configure(Map<String, ?> configuration) {
        // Nothing to configure.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}

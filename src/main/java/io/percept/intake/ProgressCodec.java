package io.percept.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress beyond a committed offset, as text in the metadata of the commit:
 *
 * <pre>
 *   percept-1:base64( CRC-32, committed offset, {@link ProgressForm} )
 * </pre>
 *
 * What the limit leaves no room for is left out from the highest offset down. So what is there is whole up to some offset:
 * where an event is in it, so is each one before it that had ended, and hence those of its key.
 *
 * <p>The checksum covers topic and partition too. Metadata that was damaged, or was copied to another offset, partition or
 * topic, reads as no progress: more is repeated, and nothing is skipped that should not be. Thread-safe.
 */
final class ProgressCodec {

    private static final Logger log = LoggerFactory.getLogger(ProgressCodec.class);

    private static final String MARK = "percept-1:";
    private static final int HEADER = Integer.BYTES + Long.BYTES;

    private volatile int maxBytes;

    /**
     * What was written.
     *
     * @param committable offset and metadata for Kafka
     * @param covered the progress that they hold, which may be less than was there
     */
    record Encoded(OffsetAndMetadata committable, OffsetProgress covered) {}

    /** @param maxBytes the longest metadata, in bytes; at 0 none is written */
    ProgressCodec(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    Encoded encode(TopicPartition partition, OffsetProgress progress) {
        // Four characters of base64 are three bytes.
        int room = (maxBytes - MARK.length()) / 4 * 3 - HEADER;
        ProgressForm form = ProgressForm.best(progress, room);
        OffsetProgress covered = new OffsetProgress(progress.next(), form.held());
        if (form.held().ranges() == 0) {
            return new Encoded(new OffsetAndMetadata(progress.next()), covered);
        }
        ByteBuffer body = ByteBuffer.allocate(HEADER + form.bytes().length)
                .putInt(0)
                .putLong(progress.next())
                .put(form.bytes());
        body.putInt(0, checksum(partition, body.array()));
        String metadata = MARK + Base64.getEncoder().encodeToString(body.array());
        return new Encoded(new OffsetAndMetadata(progress.next(), metadata), covered);
    }

    /** What has ended beyond a committed offset; nothing where its metadata does not say so beyond doubt. */
    OffsetProgress decode(TopicPartition partition, OffsetAndMetadata committed) {
        EndedOffsets ended = EndedOffsets.NONE;
        if (!committed.metadata().isEmpty()) {
            try {
                ended = read(partition, committed);
            } catch (IllegalArgumentException e) {
                log.warn(
                        "The metadata of the committed offset {} of {} is ignored: {}",
                        committed.offset(),
                        partition,
                        e.getMessage());
            }
        }
        return new OffsetProgress(committed.offset(), ended);
    }

    /** The broker takes no metadata of this length: from now on none is written. */
    void refused() {
        if (maxBytes > 0) {
            log.error(
                    "The broker refuses {} bytes of metadata beside an offset, so a restart repeats more: set percept.intake.max-progress-bytes to the broker's offset.metadata.max.bytes",
                    maxBytes);
            maxBytes = 0;
        }
    }

    private static EndedOffsets read(TopicPartition partition, OffsetAndMetadata committed) {
        if (!committed.metadata().startsWith(MARK)) {
            throw new IllegalArgumentException("it does not begin with " + MARK);
        }
        byte[] body = Base64.getDecoder().decode(committed.metadata().substring(MARK.length()));
        ByteBuffer bytes = ByteBuffer.wrap(body);
        if (body.length <= HEADER || bytes.getInt() != checksum(partition, body)) {
            throw new IllegalArgumentException("it is damaged, or of another partition");
        }
        if (bytes.getLong() != committed.offset()) {
            throw new IllegalArgumentException("it belongs to another offset");
        }
        byte[] form = new byte[bytes.remaining()];
        bytes.get(form);
        return ProgressForm.read(form, committed.offset());
    }

    /** Of everything but its own place. */
    private static int checksum(TopicPartition partition, byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(partition.toString().getBytes(StandardCharsets.UTF_8));
        checksum.update(body, Integer.BYTES, body.length - Integer.BYTES);
        return (int) checksum.getValue();
    }
}

package io.percept.intake;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What has ended beyond an offset, in bytes, in one of two forms:
 *
 * <pre>
 *   r  runs   offsets not ended, offsets ended, offsets not ended, …   each a varint
 *   b  bits   one per offset, lowest bit first
 * </pre>
 *
 * @param bytes the form's letter and what follows
 * @param held what these bytes hold: all, or what lies before some offset where the room is short
 */
record ProgressForm(byte[] bytes, EndedOffsets held) {

    private static final byte RUNS = 'r';
    private static final byte BITS = 'b';

    /** The form that holds more, or the shorter one where both hold as much, in at most {@code room} bytes. */
    static ProgressForm best(OffsetProgress progress, int room) {
        ProgressForm runs = runs(progress, room);
        ProgressForm bits = bits(progress, room);
        long more = runs.held.count() - bits.held.count();
        return more > 0 || more == 0 && runs.bytes.length <= bits.bytes.length ? runs : bits;
    }

    /** @throws IllegalArgumentException where the bytes are of neither form */
    static EndedOffsets read(byte[] bytes, long offset) {
        return switch (bytes[0]) {
            case RUNS -> readRuns(bytes, offset);
            case BITS -> readBits(bytes, offset);
            default -> throw new IllegalArgumentException("its form " + bytes[0] + " is unknown");
        };
    }

    private static ProgressForm runs(OffsetProgress progress, int room) {
        EndedOffsets ended = progress.ended();
        EndedOffsets.Builder held = new EndedOffsets.Builder();
        byte[] bytes = new byte[Math.max(1, room)];
        CodedOutputStream to = CodedOutputStream.newInstance(bytes);
        try {
            to.write(RUNS);
            long before = progress.next();
            for (int range = 0; range < ended.ranges(); range++) {
                long gap = ended.from(range) - before;
                long length = ended.to(range) - ended.from(range);
                if (CodedOutputStream.computeUInt64SizeNoTag(gap) + CodedOutputStream.computeUInt64SizeNoTag(length)
                        > to.spaceLeft()) {
                    break;
                }
                to.writeUInt64NoTag(gap);
                to.writeUInt64NoTag(length);
                held.add(ended.from(range), ended.to(range));
                before = ended.to(range);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("There was room", e);
        }
        return new ProgressForm(Arrays.copyOf(bytes, to.getTotalBytesWritten()), held.build());
    }

    private static ProgressForm bits(OffsetProgress progress, int room) {
        long first = progress.next();
        EndedOffsets ended = progress.ended();
        long wanted = Math.max(0, ended.end() - first);
        long length = Math.min(wanted, Math.max(0L, room - 1) * Byte.SIZE);
        byte[] bytes = new byte[1 + (int) Math.ceilDiv(length, (long) Byte.SIZE)];
        bytes[0] = BITS;
        EndedOffsets.Builder held = new EndedOffsets.Builder();
        for (int range = 0; range < ended.ranges() && ended.from(range) < first + length; range++) {
            long to = Math.min(ended.to(range), first + length);
            for (long bit = ended.from(range) - first; bit < to - first; bit++) {
                bytes[1 + (int) (bit / Byte.SIZE)] |= (byte) (1 << bit % Byte.SIZE);
            }
            held.add(ended.from(range), to);
        }
        return new ProgressForm(bytes, held.build());
    }

    private static EndedOffsets readRuns(byte[] bytes, long offset) {
        CodedInputStream from = CodedInputStream.newInstance(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
        EndedOffsets.Builder ended = new EndedOffsets.Builder();
        long at = offset;
        try {
            while (!from.isAtEnd()) {
                long start = at + from.readUInt64();
                long end = start + from.readUInt64();
                if (start < at || end < start) {
                    throw new IllegalArgumentException("its runs go backwards");
                }
                ended.add(start, end);
                at = end;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("its runs end too soon", e);
        }
        return ended.build();
    }

    private static EndedOffsets readBits(byte[] bytes, long offset) {
        EndedOffsets.Builder ended = new EndedOffsets.Builder();
        for (int bit = 0; bit < (bytes.length - 1) * Byte.SIZE; bit++) {
            ended.add(offset + bit, offset + bit + (bytes[1 + bit / Byte.SIZE] >> bit % Byte.SIZE & 1));
        }
        return ended.build();
    }
}

package io.percept.worker;

import io.percept.prompt.TokenSequence;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.Arrays;
import java.util.List;

/** Sequences for the {@link FakeEngine}. */
final class Plans {

    private Plans() {}

    static TokenSequence text(int... ids) {
        int[] rows = new int[ids.length];
        Arrays.fill(rows, -1);
        return new TokenSequence(ids, rows, List.of());
    }

    /** A token, an image of one colour, and further tokens. */
    static TokenSequence image(int colour, int... ids) {
        int[] all = new int[1 + FakeEngine.QUERIES + ids.length];
        int[] rows = new int[all.length];
        Arrays.fill(rows, -1);
        for (int i = 0; i < FakeEngine.QUERIES; i++) {
            rows[1 + i] = i;
        }
        System.arraycopy(ids, 0, all, 1 + FakeEngine.QUERIES, ids.length);
        return new TokenSequence(all, rows, List.of(prepared(colour)));
    }

    private static PreparedImage prepared(int colour) {
        byte[] rgb = new byte[3 * FakeEngine.IMAGE_SIZE * FakeEngine.IMAGE_SIZE];
        Arrays.fill(rgb, (byte) colour);
        return new PreparedImage(ContentDigest.of(new byte[] {(byte) colour}), ImageFormat.PNG, 9, 9, rgb);
    }
}

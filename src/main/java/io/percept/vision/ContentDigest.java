package io.percept.vision;

import io.percept.contract.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * Names an image by its content: the SHA-256 of the encoded bytes, in lower-case hexadecimal; of a frame of an animation,
 * that of the file's digest and the frame's number. Equal digests mean equal pixels, so it keys caches.
 */
public record ContentDigest(String hex) {

    public static ContentDigest of(byte[] bytes) {
        return new ContentDigest(Sha256.hex(bytes));
    }

    /** The digest of a frame of the animation that this is the digest of. */
    ContentDigest ofFrame(int index) {
        return of((hex + '#' + index).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return hex;
    }
}

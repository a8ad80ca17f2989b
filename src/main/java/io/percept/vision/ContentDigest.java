package io.percept.vision;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names an image by its content: the SHA-256 of the encoded bytes, in lower-case hexadecimal. Equal digests mean equal
 * bytes, so it keys caches.
 */
public record ContentDigest(String hex) {

    public static ContentDigest of(byte[] bytes) {
        try {
            return new ContentDigest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}

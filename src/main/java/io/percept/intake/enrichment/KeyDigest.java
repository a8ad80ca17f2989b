package io.percept.intake.enrichment;

import io.percept.contract.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * SHA-256 over values, each text with its length before it and each collection with its size, so that no two different
 * sequences of values look alike. For one thread.
 */
final class KeyDigest {

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    KeyDigest add(long value) {
        digest.update(number.clear().putLong(value).flip());
        return this;
    }

    KeyDigest add(double value) {
        return add(Double.doubleToLongBits(value));
    }

    KeyDigest add(boolean value) {
        return add(value ? 1 : 0);
    }

    KeyDigest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    KeyDigest add(byte[] bytes) {
        add(bytes.length);
        digest.update(bytes);
        return this;
    }

    <T> KeyDigest each(Collection<T> values, Consumer<T> add) {
        add(values.size());
        values.forEach(add);
        return this;
    }

    /** Ends the digest. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

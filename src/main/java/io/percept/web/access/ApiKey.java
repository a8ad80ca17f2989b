package io.percept.web.access;

import io.percept.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Keys and their digests. A key is 256 random bits, so its plain SHA-256 cannot be turned back by trying, as that of a
 * password could: salt and slowness would cost every request and gain nothing. For that reason no key is taken that is not of
 * this form.
 */
public final class ApiKey {

    /** What every key begins with: a person and a secret scanner see what it is. */
    static final String PREFIX = "percept_";

    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int BYTES = 32;

    private ApiKey() {}

    /** A new key. */
    public static String generate() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What stands for the key in the configuration. */
    public static String digest(String key) {
        return "sha256:" + Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a text could be a key. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }
}

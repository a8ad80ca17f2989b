package io.percept.resolve.load;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An image written into its own address: {@code data:image/png;base64,…}. */
final class DataUrl {

    private static final String BASE64 = ";base64";

    private DataUrl() {}

    static boolean matches(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /**
     * The bytes.
     *
     * @throws PerceptException IMAGE_CORRUPT where the encoding is wrong
     */
    static byte[] bytes(String url) {
        int comma = url.indexOf(',');
        if (comma < 0) {
            throw new PerceptException(
                    ErrorCode.IMAGE_CORRUPT, "the data URL has no comma and so no data; write data:image/png;base64,…");
        }
        boolean base64 = url.regionMatches(true, comma - BASE64.length(), BASE64, 0, BASE64.length());
        String body = url.substring(comma + 1);
        try {
            // A plus is itself in a data URL, not a space.
            String plain = body.indexOf('%') < 0
                    ? body
                    : URLDecoder.decode(body.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
            return base64
                    ? Base64.getMimeDecoder().decode(plain.replace('-', '+').replace('_', '/'))
                    : plain.getBytes(StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new PerceptException(
                    ErrorCode.IMAGE_CORRUPT, "the data URL is not valid base64; encode the image again", e);
        }
    }
}

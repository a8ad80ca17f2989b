package io.percept.web;

import io.percept.contract.ErrorCode;
import io.percept.contract.LowerCase;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.EventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;

/**
 * The headers of a call, as the codec reads those of a record. CloudEvents has names and a form of its own for HTTP: what {@code ce_id} is
 * in Kafka is {@code ce-id} here, and percent-encoded. Callers may use the names of Kafka as well, which proxies like to drop.
 */
final class CallHeaders {

    private CallHeaders() {}

    /**
     * @return the first value of each header by its name in small letters. Attributes have the names of Kafka; of one that is there under
     *     both, that of HTTP counts, unless it is blank
     * @throws PerceptException with {@link ErrorCode#INVALID_ENVELOPE} where an attribute of HTTP is not in its form
     */
    static Map<String, String> of(HttpHeaders headers) {
        Map<String, String> read = new HashMap<>();
        headers.forEach((name, values) -> read.put(LowerCase.ascii(name), values.getFirst()));
        for (String attribute : EventCodec.CLOUD_EVENT_ATTRIBUTES) {
            String name = "ce-" + attribute;
            String stated = read.remove(name);
            if (stated != null && !stated.isBlank()) {
                read.put("ce_" + attribute, decoded(name, unquoted(stated)));
            }
        }
        return read;
    }

    /** Earlier versions of the form had quotation marks around what has a space in it. */
    private static String unquoted(String stated) {
        boolean isQuoted = stated.length() > 1 && stated.startsWith("\"") && stated.endsWith("\"");
        return isQuoted ? stated.substring(1, stated.length() - 1).replaceAll("\\\\(.)", "$1") : stated;
    }

    private static String decoded(String name, String stated) {
        try {
            // Each byte as one character first: a decoder of text would put up with bytes that are none of UTF-8.
            byte[] bytes = UriUtils.decode(stated, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new PerceptException(
                    ErrorCode.INVALID_ENVELOPE,
                    "The header %s is not percent-encoded UTF-8: write %%25 for a percent sign, and what is not printable ASCII as the bytes of its UTF-8."
                            .formatted(name),
                    e);
        }
    }
}

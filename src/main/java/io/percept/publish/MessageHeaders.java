package io.percept.publish;

import io.percept.contract.LowerCase;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers as text. */
public final class MessageHeaders {

    /** Those of a W3C trace, which what comes of an event carries on. */
    static final List<String> TRACE = List.of("traceparent", "tracestate", "baggage");

    private MessageHeaders() {}

    /** The values by lower-case name; the last one counts where a name is repeated. */
    public static Map<String, String> read(Headers headers) {
        Map<String, String> values = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                values.put(LowerCase.ascii(header.key()), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** Behind those that there are, also where the name is among them. */
    static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Carries a W3C trace on. */
    static void copyTrace(Headers from, Headers to) {
        for (String name : TRACE) {
            Header header = from.lastHeader(name);
            if (header != null) {
                to.add(name, header.value());
            }
        }
    }
}

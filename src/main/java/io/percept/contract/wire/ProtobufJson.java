package io.percept.contract.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;

/** Writes messages in protobuf's JSON mapping. Stateless. */
final class ProtobufJson {

    private ProtobufJson() {}

    /**
     * The message in one line.
     *
     * @throws IllegalArgumentException where it holds what JSON cannot, such as a time beyond the years 1 to 9999
     */
    static String compact(MessageOrBuilder message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Our own messages hold no Any and print always", e);
        }
    }

    /**
     * The same in UTF-8.
     *
     * @throws IllegalArgumentException as {@link #compact}
     */
    static byte[] bytes(MessageOrBuilder message) {
        return compact(message).getBytes(StandardCharsets.UTF_8);
    }
}

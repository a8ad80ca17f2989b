package io.percept.contract.wire;

import io.percept.contract.LowerCase;

/** How the value of a record is written. */
public enum Encoding {
    /** Binary protobuf. */
    PROTOBUF("application/protobuf"),
    /** Protobuf's JSON mapping. */
    JSON("application/json"),
    /** The encoded image alone; the tasks come from a header or from the configuration. */
    RAW_IMAGE("image/*");

    private final String mediaType;

    Encoding(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type that Percept writes. */
    public String mediaType() {
        return mediaType;
    }

    /**
     * The encoding of a value.
     *
     * @param contentType the value of the {@code content-type} header, or an empty string; then the first byte
     *     decides: an opening brace (white space before it is allowed) is JSON, the signature of a PNG, JPEG, GIF or
     *     RIFF file is a raw image, all else protobuf; a BMP file needs the header, as an event may begin like it
     */
    public static Encoding of(String contentType, byte[] value) {
        String type = LowerCase.ascii(contentType);
        if (type.startsWith("image/")) {
            return RAW_IMAGE;
        }
        if (type.contains("json")) {
            return JSON;
        }
        if (type.contains("protobuf")) {
            return PROTOBUF;
        }
        int first = 0;
        while (first < value.length && Character.isWhitespace(value[first])) {
            first++;
        }
        if (first < value.length && value[first] == '{') {
            return JSON;
        }
        return looksLikeImage(value) ? RAW_IMAGE : PROTOBUF;
    }

    /** No event in protobuf begins so: field 1 begins with 0x0A, and none of these is a field tag of ours. */
    private static boolean looksLikeImage(byte[] value) {
        if (value.length < 4) {
            return false;
        }
        int magic = (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | value[3] & 0xff;
        return magic == 0x89504e47 || magic >>> 8 == 0xffd8ff || magic == 0x47494638 || magic == 0x52494646;
    }
}

package io.percept.vision.codec;

/** Walks over the chunks of a WebP file, or over those within one of its frames; reads none of them. For one walk. */
final class WebpChunks {

    /** Name and length. */
    private static final int HEADER = 8;

    private final ByteView view;
    private final int end;
    private int next;
    private int start;
    private int length;

    /** @param end of what holds the chunks, within the file */
    WebpChunks(ByteView view, int from, int end) {
        this.view = view;
        this.next = from;
        this.end = end;
    }

    /** The chunks of a file that is as long as it states, at least. */
    static WebpChunks of(ByteView view) {
        return new WebpChunks(view, 12, (int) statedEnd(view));
    }

    /** Where a file ends by what it states. */
    static long statedEnd(ByteView view) {
        return Integer.toUnsignedLong(view.int32Little(4)) + HEADER;
    }

    /** Goes on to the next chunk, if there is one, which must lie whole within what holds it; padding may lack behind the last. */
    boolean advance() {
        if (end - next < HEADER) {
            return false;
        }
        start = next;
        long stated = Integer.toUnsignedLong(view.int32Little(start + 4));
        if (body() + stated > end) {
            throw ImageFault.truncated(ImageFormat.WEBP, "inside its chunk " + name().strip());
        }
        length = (int) stated;
        next = (int) Math.min(body() + stated + (stated & 1), end);
        return true;
    }

    String name() {
        return view.name(start, 4);
    }

    /** Where its name stands. */
    int start() {
        return start;
    }

    /** Where its content begins. */
    int body() {
        return start + HEADER;
    }

    /** Bytes of its content, without padding. */
    int length() {
        return length;
    }

    /** Where its content ends. */
    int end() {
        return body() + length;
    }

    /** Bytes that no chunk has been found in yet; behind the last one they are too few for another. */
    int left() {
        return end - next;
    }
}

package io.percept.vision.codec;

/** The LZW codes of one GIF frame. Strict: the frame must be filled. Not thread-safe. */
final class GifLzw {

    private static final int MAX_CODES = 4096;

    private final ByteView view;
    private final int minimum;
    private final int[] prefix = new int[MAX_CODES];
    private final byte[] suffix = new byte[MAX_CODES];
    private final byte[] first = new byte[MAX_CODES];
    private final int[] length = new int[MAX_CODES];
    private int at;
    private int left;
    private int bits;
    private int count;

    /** Starts at the byte that holds the first code size. */
    GifLzw(ByteView view, int start) {
        this.view = view;
        minimum = view.uint8(start);
        at = start + 1;
        if (minimum < 1 || minimum > 8) {
            throw ImageFault.corrupt(ImageFormat.GIF, "its codes begin with " + minimum + " bits");
        }
        for (int i = 0; i < 1 << minimum; i++) {
            suffix[i] = first[i] = (byte) i;
            length[i] = 1;
        }
    }

    byte[] decode(int pixels) {
        byte[] out = new byte[pixels];
        int clear = 1 << minimum;
        int next = clear + 2;
        int size = minimum + 1;
        int previous = -1;
        int done = 0;
        while (done < pixels) {
            int code = read(size);
            if (code == clear) {
                next = clear + 2;
                size = minimum + 1;
                previous = -1;
                continue;
            }
            boolean unknown = code > next || code == next && (previous < 0 || next >= MAX_CODES);
            if (code == clear + 1 || unknown || previous < 0 && code >= clear) {
                throw ImageFault.corrupt(ImageFormat.GIF, "a frame stops early or holds an impossible code");
            }
            if (previous >= 0 && next < MAX_CODES) {
                prefix[next] = previous;
                first[next] = first[previous];
                length[next] = length[previous] + 1;
                suffix[next] = code == next ? first[previous] : first[code];
                next++;
                size = next == 1 << size && size < 12 ? size + 1 : size;
            }
            done = write(code, out, done);
            previous = code;
            if ((done & 0xFFF) == 0) {
                Interrupts.check();
            }
        }
        return out;
    }

    /** Writes a string from its end; what goes past the last pixel is dropped. */
    private int write(int code, byte[] out, int start) {
        int end = start + length[code];
        int current = code;
        for (int to = end - 1; to >= start; to--) {
            if (to < out.length) {
                out[to] = suffix[current];
            }
            current = prefix[current];
        }
        return Math.min(end, out.length);
    }

    private int read(int size) {
        while (count < size) {
            if (left == 0) {
                left = pixelByte();
                if (left == 0) {
                    throw ImageFault.corrupt(ImageFormat.GIF, "a frame stops early");
                }
            }
            bits |= pixelByte() << count;
            count += 8;
            left--;
        }
        int code = bits & (1 << size) - 1;
        bits >>>= size;
        count -= size;
        return code;
    }

    private int pixelByte() {
        if (at >= view.bytes().length) {
            throw ImageFault.truncated(ImageFormat.GIF, "inside a frame");
        }
        return view.uint8(at++);
    }
}

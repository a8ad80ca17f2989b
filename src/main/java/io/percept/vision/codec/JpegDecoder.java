package io.percept.vision.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a JPEG file, at full size or straight to a half, a quarter or an eighth of it. Full-size pixels are those of
 * libjpeg with its defaults.
 *
 * <p>Written here because it has to be strict and quick at once: libjpeg (and with it ImageIO, OpenCV and Pillow) fills
 * in grey for what is missing and merely warns, and a large photograph needs only its DC values to become a model's
 * small square. Sequential and progressive Huffman files of 8 bits are decoded, which is what is in use; arithmetic,
 * lossless and 12-bit ones are refused.
 *
 * <p>One decoder decodes one file; not thread-safe.
 */
final class JpegDecoder {

    /**
     * A file in use has about ten scans. Each is a walk over the whole picture, and takes as little as a dozen bytes: a file of
     * some megabytes could ask for hours.
     */
    private static final int MAX_SCANS = 100;

    private final byte[] data;
    private final ImageHeader header;
    private final int minWidth;
    private final int minHeight;
    private final SampleBuffers buffers;
    private final JpegTables tables = new JpegTables();
    private JpegFrame frame;
    private int scans;
    private boolean jfif;
    private int adobeTransform = -1;

    private JpegDecoder(byte[] data, ImageHeader header, int minWidth, int minHeight, SampleBuffers buffers) {
        this.data = data;
        this.header = header;
        this.minWidth = minWidth;
        this.minHeight = minHeight;
        this.buffers = buffers;
    }

    /** Decodes at the strongest reduction that leaves the wanted width and height. */
    static void decode(
            byte[] data, ImageHeader header, int minWidth, int minHeight, SampleBuffers buffers, RowSink to) {
        buffers.begin();
        new JpegDecoder(data, header, minWidth, minHeight, buffers).decode().writeTo(to);
    }

    private JpegOutput decode() {
        int position = 2;
        while (true) {
            int marker = nextMarker(position);
            if (marker < 0) {
                return endWithoutMarker();
            }
            int code = data[marker + 1] & 0xFF;
            position = marker + 2;
            if (code == 0xD9) {
                TextInDisguise.refuseAfter(ImageFormat.JPEG, data, position);
                return finish();
            }
            if (code == 0x01 || code >= 0xD0 && code <= 0xD8) {
                continue;
            }
            JpegSegment segment = JpegSegment.at(data, position);
            position = code == 0xDA ? scan(segment) : segment.end();
            if (code != 0xDA) {
                read(code, segment);
            }
        }
    }

    private int nextMarker(int from) {
        for (int at = from; at + 1 < data.length; at++) {
            int next = data[at + 1] & 0xFF;
            if (data[at] == (byte) 0xFF && next != 0 && next != 0xFF) {
                return at;
            }
        }
        return -1;
    }

    private void read(int code, JpegSegment segment) {
        switch (code) {
            case 0xC0, 0xC1, 0xC2 -> readFrame(segment, code == 0xC2);
            case 0xC4 -> tables.readHuffman(segment);
            case 0xDB -> tables.readQuantisation(segment);
            case 0xDD -> tables.readRestartInterval(segment);
            case 0xE0 -> jfif |= segment.startsWith("JFIF\0");
            case 0xEE -> {
                if (segment.startsWith("Adobe") && segment.length() >= 12) {
                    adobeTransform = segment.unsigned(11);
                }
            }
            case 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF -> throw ImageFault.unsupported(
                    "the JPEG file uses a rare coding (lossless, arithmetic or hierarchical)");
            default -> {
                // Comments and application data carry no pixels.
            }
        }
    }

    private void readFrame(JpegSegment segment, boolean progressive) {
        if (frame != null) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "it has two frame headers");
        }
        if (segment.unsigned(0) != 8) {
            throw ImageFault.unsupported("the JPEG file has " + segment.unsigned(0) + " bits a sample instead of 8");
        }
        int height = segment.unsigned16(1);
        int width = segment.unsigned16(3);
        int count = segment.unsigned(5);
        if (width == 0 || height == 0 || count != 1 && count != 3 && count != 4) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "its frame header is " + width + "x" + height + "x" + count);
        }
        if (width != header.width() || height != header.height()) {
            // Between its segments a file may hold what looks like a header to one reader and not to another.
            throw ImageFault.corrupt(ImageFormat.JPEG, "it states two sizes");
        }
        List<JpegComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = 6 + 3 * i;
            int sampling = segment.unsigned(at + 1);
            components.add(
                    new JpegComponent(segment.unsigned(at), sampling >> 4, sampling & 15, segment.unsigned(at + 2)));
        }
        checkSampling(components);
        checkRoom(components, width, height, data.length - segment.end());
        int denominator = JpegFrame.denominatorFor(width, height, minWidth, minHeight);
        frame = new JpegFrame(progressive, width, height, components, denominator, buffers);
    }

    private static void checkSampling(List<JpegComponent> components) {
        int maxH = components.stream().mapToInt(c -> c.h).max().orElse(0);
        int maxV = components.stream().mapToInt(c -> c.v).max().orElse(0);
        for (JpegComponent c : components) {
            if (c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || maxH % c.h != 0 || maxV % c.v != 0) {
                throw ImageFault.corrupt(ImageFormat.JPEG, "its sampling factors are " + c.h + "x" + c.v);
            }
        }
    }

    /** Each block takes a bit at least: what has fewer is not worth the memory for its pixels. */
    private static void checkRoom(List<JpegComponent> components, int width, int height, int bytes) {
        int maxH = components.stream().mapToInt(c -> c.h).max().orElse(1);
        int maxV = components.stream().mapToInt(c -> c.v).max().orElse(1);
        long blocks = 0;
        for (JpegComponent c : components) {
            blocks += (long) JpegComponent.ceilDivide(JpegComponent.ceilDivide(width * c.h, maxH), 8)
                    * JpegComponent.ceilDivide(JpegComponent.ceilDivide(height * c.v, maxV), 8);
        }
        if (blocks / 8 > bytes) {
            throw ImageFault.truncated(ImageFormat.JPEG, "inside its picture data");
        }
    }

    /** Decodes a scan; returns the position of the marker after it. */
    private int scan(JpegSegment header) {
        if (frame == null) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a scan comes before the frame header");
        }
        if (++scans > MAX_SCANS) {
            throw ImageFault.tooLarge("the JPEG file has more than " + MAX_SCANS + " scans");
        }
        int count = header.unsigned(0);
        if (count > frame.components.size()) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a scan has " + count + " components");
        }
        List<JpegComponent> components = new ArrayList<>();
        int from = header.unsigned(1 + 2 * count);
        int to = header.unsigned(2 + 2 * count);
        int high = header.unsigned(3 + 2 * count) >> 4;
        int low = header.unsigned(3 + 2 * count) & 15;
        for (int i = 0; i < count; i++) {
            JpegComponent component = frame.component(header.unsigned(1 + 2 * i));
            int selected = header.unsigned(2 + 2 * i);
            component.dcTable = tables.dc(selected >> 4);
            component.acTable = tables.ac(selected & 15);
            if (component.quant == null) {
                component.quant = tables.quantisation(component.quantIndex);
            }
            components.add(component);
        }
        JpegBits bits = new JpegBits(data, header.end());
        JpegScan scan = new JpegScan(frame, components, tables.restartInterval(), bits);
        if (!frame.progressive) {
            checkTables(components, true, true);
            scan.run(new BaselineBlocks(bits));
            components.forEach(component -> java.util.Arrays.fill(component.missingBits, 0));
            return bits.position;
        }
        checkBand(components, from, to, high, low);
        if (from > 0 && components.getFirst().blockSize == 1) {
            // Only DC counts here: pass over the scan, but see where it ends.
            return markerAfterScan(bits);
        }
        checkTables(components, from == 0 && high == 0, from > 0);
        scan.run(new ProgressiveBlocks(bits, from, to, high != 0, low));
        return bits.position;
    }

    private static int markerAfterScan(JpegBits bits) {
        bits.toMarker();
        while (bits.position + 1 < bits.data.length && (bits.data[bits.position + 1] & 0xF8) == 0xD0) {
            bits.position += 2;
            bits.toMarker();
        }
        return bits.position;
    }

    private static void checkBand(List<JpegComponent> components, int from, int to, int high, int low) {
        boolean dc = from == 0 && to == 0;
        boolean ac = from > 0 && from <= to && to < 64 && components.size() == 1;
        if (!dc && !ac || low > 13 || high != 0 && high != low + 1) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a scan header asks for coefficients " + from + " to " + to);
        }
        for (JpegComponent component : components) {
            java.util.Arrays.fill(component.missingBits, from, to + 1, low);
        }
    }

    private static void checkTables(List<JpegComponent> components, boolean dc, boolean ac) {
        if (components.isEmpty()) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a scan has no component");
        }
        for (JpegComponent c : components) {
            if (c.quant == null || dc && c.dcTable == null || ac && c.acTable == null) {
                throw ImageFault.corrupt(ImageFormat.JPEG, "a scan uses a table that was not defined");
            }
        }
    }

    private JpegOutput endWithoutMarker() {
        if (frame != null && !frame.progressive && frame.components.stream().allMatch(JpegComponent::isComplete)) {
            // Some cameras leave out the last two bytes; every row is there.
            return finish();
        }
        throw ImageFault.truncated(ImageFormat.JPEG, frame == null ? "before its picture" : "before its last scan");
    }

    /**
     * At the end of the file. Every scan that began has ended: one that stops early is refused. A progressive file that was closed before all
     * coefficients, or all of their bits, were told is whole in every viewer, and has less detail; libjpeg smooths such a picture, which is
     * not done here. What cannot be shown is a component of which nothing is known.
     */
    private JpegOutput finish() {
        if (frame == null) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "it has no frame header");
        }
        if (!frame.components.stream().allMatch(JpegComponent::isSeen)) {
            throw ImageFault.truncated(ImageFormat.JPEG, "before its last scan");
        }
        return new JpegOutput(frame, jfif, adobeTransform);
    }
}

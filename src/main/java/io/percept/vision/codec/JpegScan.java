package io.percept.vision.codec;

import java.util.List;

/**
 * Walks the blocks of one scan in file order, restarts included, and hands each to a {@link BlockDecoder}.
 *
 * <p>Strict: data that end before the last block are an error, and so are more than a few unused bytes before a
 * marker, which show that the decoder lost its place. Interruption is heeded once a row.
 */
final class JpegScan {

    /** Cameras are known to leave a byte or two before a marker; more means that the codes were misread. */
    private static final int TOLERATED_UNUSED = 8;

    /** Decodes one block. */
    interface BlockDecoder {
        void decode(JpegComponent component, int blockRow, int blockColumn);

        /** Forgets what runs over from block to block. */
        void restart();
    }

    private final JpegFrame frame;
    private final List<JpegComponent> components;
    private final int restartInterval;
    private final JpegBits bits;
    private int untilRestart;
    private int nextRestart;

    JpegScan(JpegFrame frame, List<JpegComponent> components, int restartInterval, JpegBits bits) {
        this.frame = frame;
        this.components = components;
        this.restartInterval = restartInterval;
        this.bits = bits;
    }

    /** Runs the scan and leaves the bits at the marker that follows it. */
    void run(BlockDecoder decoder) {
        untilRestart = restartInterval;
        restart(decoder);
        if (components.size() == 1) {
            runAlone(components.getFirst(), decoder);
        } else {
            runInterleaved(decoder);
        }
        checkPlace("at the end of a scan");
        bits.toMarker();
    }

    private void runAlone(JpegComponent component, BlockDecoder decoder) {
        for (int row = 0; row < component.blocksDown; row++) {
            Interrupts.check();
            for (int column = 0; column < component.blocksAcross; column++) {
                beforeUnit(decoder);
                decoder.decode(component, row, column);
            }
            checkEnd();
        }
    }

    private void runInterleaved(BlockDecoder decoder) {
        for (int row = 0; row < frame.mcusDown; row++) {
            Interrupts.check();
            for (int column = 0; column < frame.mcusAcross; column++) {
                beforeUnit(decoder);
                for (JpegComponent component : components) {
                    decodeUnit(decoder, component, row, column);
                }
            }
            checkEnd();
        }
    }

    private static void decodeUnit(BlockDecoder decoder, JpegComponent component, int row, int column) {
        for (int y = 0; y < component.v; y++) {
            for (int x = 0; x < component.h; x++) {
                decoder.decode(component, row * component.v + y, column * component.h + x);
            }
        }
    }

    private void beforeUnit(BlockDecoder decoder) {
        if (restartInterval == 0) {
            return;
        }
        if (untilRestart == 0) {
            checkPlace("before a restart marker");
            bits.toMarker();
            expectRestartMarker();
            restart(decoder);
            untilRestart = restartInterval;
        }
        untilRestart--;
    }

    private void expectRestartMarker() {
        if (bits.position + 1 >= bits.data.length) {
            throw ImageFault.truncated(ImageFormat.JPEG, "inside its picture data");
        }
        if ((bits.data[bits.position + 1] & 0xFF) != 0xD0 + nextRestart) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a restart marker is missing");
        }
        bits.position += 2;
        nextRestart = (nextRestart + 1) & 7;
    }

    private void restart(BlockDecoder decoder) {
        components.forEach(component -> component.predictor = 0);
        decoder.restart();
    }

    private void checkEnd() {
        if (bits.overrun()) {
            throw bits.endedEarly();
        }
    }

    private void checkPlace(String where) {
        checkEnd();
        if (bits.unused() > TOLERATED_UNUSED) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "picture data are left over " + where);
        }
    }
}

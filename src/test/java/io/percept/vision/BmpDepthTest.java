package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.vision.codec.ImageDecoder;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.RgbImage;
import io.percept.vision.codec.SampleBuffers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** BMP files whose colours have fewer than eight bits, which Pillow reads and does not write: what is expected is its arithmetic. */
class BmpDepthTest {

    private static final int RGB = 0;
    private static final int BITFIELDS = 3;

    /** BITMAPINFOHEADER, and BITMAPV4HEADER, which has a mask of coverage. */
    private static final int INFO = 40;

    private static final int V4 = 108;

    @Test
    void shouldSpreadFiveBitsOfAColour() {
        int white = 0x7FFF;
        int red = 31 << 10;
        int mixed = 16 << 10 | 8 << 5 | 1;

        byte[] rgb = decoded(bmp(INFO, RGB, 16, new int[0], white, red, mixed, 0));

        assertThat(rgb).containsExactly(255, 255, 255, 255, 0, 0, 16 * 255 / 31, 8 * 255 / 31, 255 / 31, 0, 0, 0);
    }

    @Test
    void shouldSpreadSixBitsOfGreen() {
        int[] masks = {0xF800, 0x7E0, 0x1F};
        int white = 0xFFFF;
        int green = 63 << 5;
        int mixed = 16 << 11 | 32 << 5 | 8;

        byte[] rgb = decoded(bmp(INFO, BITFIELDS, 16, masks, white, green, mixed, 0));

        assertThat(rgb).containsExactly(255, 255, 255, 0, 255, 0, 16 * 255 / 31, 32 * 255 / 63, 8 * 255 / 31, 0, 0, 0);
    }

    @Test
    void shouldLayFourBitsOfCoverageOverWhite() {
        int[] masks = {0xF00, 0xF0, 0xF, 0xF000};
        int clear = 0x0000;
        int half = 0x8000;
        int black = 0xF000;
        int white = 0xFFFF;

        byte[] rgb = decoded(bmp(V4, BITFIELDS, 16, masks, clear, half, black, white));

        int grey = 255 - 8 * 17;
        assertThat(rgb).containsExactly(255, 255, 255, grey, grey, grey, 0, 0, 0, 255, 255, 255);
    }

    @Test
    void shouldNotTakeASingleBitForCoverage() {
        int[] masks = {0x7C00, 0x3E0, 0x1F, 0x8000};
        int red = 31 << 10;

        byte[] rgb = decoded(bmp(V4, BITFIELDS, 16, masks, red, 0x8000 | red, 0, 0x8000));

        assertThat(rgb).containsExactly(255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldRefuseMoreBitsThanAreRead() {
        int[] masks = {0x3FF << 20, 0x3FF << 10, 0x3FF};
        byte[] deep = bmp(INFO, BITFIELDS, 32, masks, -1, -1, -1, -1);

        PerceptException refused = catchThrowableOfType(PerceptException.class, () -> decoded(deep));

        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
        assertThat(refused).hasMessageContaining("10 bits");
    }

    private static byte[] decoded(byte[] file) {
        RgbImage.Collector picture = new RgbImage.Collector();
        ImageDecoder.decode(file, ImageHeader.read(file), 1, 1, new SampleBuffers(), picture);
        return picture.image().rgb();
    }

    /** A picture of two by two pixels, given from the left and from the top. */
    private static byte[] bmp(int headerSize, int coding, int bits, int[] masks, int... pixels) {
        int start = 14 + Math.max(headerSize, 40 + 4 * masks.length);
        ByteBuffer file = ByteBuffer.allocate(start + 4 * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(start);
        file.putInt(headerSize).putInt(2).putInt(2).putShort((short) 1).putShort((short) bits);
        file.putInt(coding);
        file.position(14 + 40);
        for (int mask : masks) {
            file.putInt(mask);
        }
        file.position(start);
        // The lower row first.
        for (int pixel : new int[] {pixels[2], pixels[3], pixels[0], pixels[1]}) {
            if (bits == 16) {
                file.putShort((short) pixel);
            } else {
                file.putInt(pixel);
            }
        }
        return file.array();
    }
}

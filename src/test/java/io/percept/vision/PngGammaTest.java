package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.vision.codec.ImageDecoder;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.RgbImage;
import io.percept.vision.codec.SampleBuffers;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One PNG file is two pictures where a browser applies the gamma that it states, and whoever judges it does not. */
class PngGammaTest {

    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int RGBA = 6;

    /** All but the brightest samples become black. */
    private static final byte[] DARK = gamma(2_000);

    /** The greys 250 and 128. */
    private static final byte[] PALETTE_OF_TWO = Forged.pngChunk("PLTE", new byte[] {-6, -6, -6, -128, -128, -128});

    @Test
    void shouldShowSamplesByTheGammaThatTheFileStates() {
        byte[] file = png(2, 8, RGB, DARK, 250, 250, 250, 128, 128, 128);

        assertThat(seen(file)).containsExactly(163, 163, 163, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {45_455, 30_000, 70_000, 0, 10, -1})
    void shouldLeaveSamplesAsTheyAreWhereTheGammaIsNearThatOfADisplayOrImpossible(int stated) {
        byte[] file = png(2, 8, RGB, gamma(stated), 250, 250, 250, 128, 128, 128);

        assertThat(seen(file)).containsExactly(250, 250, 250, 128, 128, 128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sRGB", "iCCP", "cICP"})
    void shouldPassOverAGammaWhereAnotherChunkSaysHowColoursAreMeant(String name) {
        byte[] file = png(1, 8, RGB, Forged.join(DARK, Forged.pngChunk(name, new byte[1])), 250, 250, 250);

        assertThat(seen(file)).containsExactly(250, 250, 250);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "9, 0"})
    void shouldNotHeedAChunkAgainstTheGammaThatBrowsersPassOver(int intent, int damage) {
        byte[] chunk = Forged.pngChunk("sRGB", new byte[] {(byte) intent});
        chunk[chunk.length - 1] += (byte) damage;

        byte[] file = png(1, 8, RGB, Forged.join(chunk, DARK), 250, 250, 250);

        assertThat(seen(file)).containsExactly(163, 163, 163);
    }

    @Test
    void shouldPassOverAGammaWithAWrongChecksum() {
        byte[] chunk = DARK.clone();
        chunk[chunk.length - 1] ^= 1;

        assertThat(seen(png(1, 8, RGB, chunk, 250, 250, 250))).containsExactly(250, 250, 250);
    }

    @Test
    void shouldApplyTheGammaToThePalette() {
        byte[] file = png(2, 8, PALETTE, Forged.join(DARK, PALETTE_OF_TWO), 0, 1);

        assertThat(seen(file)).containsExactly(163, 163, 163, 0, 0, 0);
    }

    @Test
    void shouldPassOverAGammaBehindThePalette() {
        byte[] file = png(2, 8, PALETTE, Forged.join(PALETTE_OF_TWO, DARK), 0, 1);

        assertThat(seen(file)).containsExactly(250, 250, 250, 128, 128, 128);
    }

    @Test
    void shouldApplyTheGammaToNoCoverage() {
        byte[] file = png(2, 8, RGBA, DARK, 250, 250, 250, 255, 0, 0, 0, 128);

        assertThat(seen(file)).containsExactly(163, 163, 163, 127, 127, 127);
    }

    /** The upper 8 of the samples' bits are 0. */
    @Test
    void shouldApplyTheGammaToAllBitsOfASample() {
        byte[] file = png(2, 16, GREY, gamma(600_000_000), 0, 1, 0, 0);

        assertThat(seen(file)).containsExactly(255, 255, 255, 0, 0, 0);
    }

    private static byte[] gamma(int stated) {
        return Forged.pngChunk("gAMA", ByteBuffer.allocate(4).putInt(stated).array());
    }

    /** A file of one row. */
    private static byte[] png(int width, int depth, int colourType, byte[] chunks, int... row) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + row.length).put((byte) 0);
        for (int sample : row) {
            bytes.put((byte) sample);
        }
        return Forged.join(
                Forged.PNG_SIGNATURE,
                Forged.pngHeader(width, 1, depth, colourType),
                chunks,
                Forged.pngChunk("IDAT", Forged.deflated(bytes.array())),
                Forged.pngChunk("IEND", new byte[0]));
    }

    /** Red, green and blue of each pixel. */
    private static int[] seen(byte[] file) {
        RgbImage.Collector picture = new RgbImage.Collector();
        ImageDecoder.decode(file, ImageHeader.read(file), 1, 1, new SampleBuffers(), picture);
        byte[] rgb = picture.image().rgb();
        return IntStream.range(0, rgb.length).map(i -> rgb[i] & 0xFF).toArray();
    }
}

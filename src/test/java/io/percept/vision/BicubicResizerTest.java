package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.vision.codec.RgbImage;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What must hold of resizing whatever the picture; agreement with Pillow is in {@link PillowAgreementTest}. */
class BicubicResizerTest {

    @Property(tries = 100)
    void shouldKeepAFlatColour(
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 0, max = 255) int value) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) value);

        byte[] resized = resized(new RgbImage(width, height, rgb), size, size).rgb();

        assertThat(resized).hasSize(size * size * 3).containsOnly((byte) value);
    }

    @Property(tries = 50)
    void shouldReturnThePictureItselfAtItsOwnSize(
            @ForAll @IntRange(min = 1, max = 40) int width, @ForAll @IntRange(min = 1, max = 40) int height) {
        RgbImage image = noise(width, height, 1);

        assertThat(resized(image, width, height).rgb()).isEqualTo(image.rgb());
    }

    @Property(tries = 60)
    void shouldMirrorWithThePicture(
            @ForAll @IntRange(min = 2, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll long seed) {
        RgbImage image = noise(width, 9, seed);

        RgbImage direct = mirror(resized(image, size, 9));
        RgbImage mirrored = resized(mirror(image), size, 9);

        for (int i = 0; i < direct.rgb().length; i++) {
            assertThat((direct.rgb()[i] & 0xFF) - (mirrored.rgb()[i] & 0xFF)).isBetween(-1, 1);
        }
    }

    @Property(tries = 60)
    void shouldTreatChannelsAlike(@ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
        RgbImage image = noise(33, 21, seed);
        byte[] grey = image.rgb().clone();
        for (int i = 0; i < grey.length; i += 3) {
            grey[i + 1] = grey[i + 2] = grey[i];
        }

        byte[] colour = resized(image, size, size).rgb();
        byte[] red = resized(new RgbImage(33, 21, grey), size, size).rgb();

        for (int i = 0; i < red.length; i += 3) {
            assertThat(red[i]).isEqualTo(colour[i]).isEqualTo(red[i + 1]).isEqualTo(red[i + 2]);
        }
    }

    private static RgbImage resized(RgbImage image, int width, int height) {
        BicubicResizer resizer = new BicubicResizer(width, height);
        image.writeTo(resizer);
        return resizer.image();
    }

    private static RgbImage noise(int width, int height, long seed) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage mirror(RgbImage image) {
        byte[] out = new byte[image.rgb().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int from = (y * image.width() + x) * 3;
                int to = (y * image.width() + image.width() - 1 - x) * 3;
                System.arraycopy(image.rgb(), from, out, to, 3);
            }
        }
        return new RgbImage(image.width(), image.height(), out);
    }
}

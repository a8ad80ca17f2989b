package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.percept.vision.codec.ImageFormat;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a prepared image says of itself, and how it becomes the model's input. */
class PreparationTest {

    @Test
    void shouldNameThePictureByItsBytesAndUprightSize() {
        PreparedImage image = new ImagePreprocessor(Fixtures.spec(16)).prepare(Fixtures.bytes("orientation-6.jpg"));

        assertThat(image.digest()).isEqualTo(ContentDigest.of(Fixtures.bytes("orientation-6.jpg")));
        assertThat(image.format()).isEqualTo(ImageFormat.JPEG);
        assertThat(image.sourceWidth()).isEqualTo(43);
        assertThat(image.sourceHeight()).isEqualTo(61);
    }

    @Test
    void shouldShowTheFirstFrameOfAnAnimation() {
        ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(16));

        byte[] animated = preprocessor.prepare(Fixtures.bytes("animated.gif")).rgb();

        assertThat(animated)
                .isEqualTo(preprocessor.prepare(Fixtures.bytes("photo.gif")).rgb());
    }

    /** Buffers are used again, so what is left in them of one picture must not show in the next. */
    @ParameterizedTest
    @ValueSource(strings = {"large.jpg", "420.jpg", "progressive.jpg", "orientation-6.jpg", "rgb.png", "photo.gif"})
    void shouldPrepareAPictureTheSameAfterAnyOther(String before) {
        ImagePreprocessor used = new ImagePreprocessor(Fixtures.spec(16));
        used.prepare(Fixtures.bytes(before));

        for (String name : List.of("420.jpg", "progressive.jpg", "orientation-6.jpg", "rgb.png", "large.jpg")) {
            assertThat(used.prepare(Fixtures.bytes(name)).rgb())
                    .as(name)
                    .isEqualTo(new ImagePreprocessor(Fixtures.spec(16))
                            .prepare(Fixtures.bytes(name))
                            .rgb());
        }
    }

    @Test
    void shouldNormaliseIntoPlanes() {
        ImageSpec spec = new ImageSpec(2, new float[] {0.5f, 0.4f, 0.3f}, new float[] {0.5f, 0.25f, 0.2f}, "bicubic");
        byte[] rgb = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255, 1, 2, 3, 4, 5, 6};
        FloatBuffer buffer = FloatBuffer.allocate(13).position(1);

        new Normalisation(spec).writeTo(buffer, new PreparedImage(ContentDigest.of(rgb), ImageFormat.PNG, 2, 2, rgb));

        assertThat(buffer.remaining()).isZero();
        assertThat(buffer.get(1)).isEqualTo(-1f);
        assertThat(buffer.get(2)).isCloseTo(0.2f, within(1e-6f));
        assertThat(buffer.get(5)).isCloseTo(-0.8f, within(1e-6f));
        assertThat(buffer.get(9)).isCloseTo(0.5f, within(1e-6f));
    }
}

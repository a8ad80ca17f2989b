package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java and Python must see the same pixels, or a model serves what it was not trained on. */
class PillowAgreementTest {

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "rgba.png",
                "grey.png",
                "grey-1bit.png",
                "grey-alpha.png",
                "palette.png",
                "palette-4bit.png",
                "palette-transparent.png",
                "transparent-colour.png",
                "rgb-16bit.png",
                "grey-16bit.png",
                "interlaced.png",
                "orientation-6.png",
                "photo.gif",
                "animated.gif",
                "transparent.gif",
                "interlaced.gif",
                "lossless.webp",
                "alpha.webp",
                "animated.webp",
                "orientation-6.webp",
                "rgb.bmp",
                "palette.bmp",
                "1bit.bmp"
            })
    void shouldAgreeExactlyOnLosslessFiles(String name) {
        assertThat(preprocessor.prepare(Fixtures.bytes(name)).rgb()).isEqualTo(Fixtures.expected(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "444.jpg",
                "422.jpg",
                "420.jpg",
                "progressive.jpg",
                "restart.jpg",
                "optimised.jpg",
                "grey.jpg",
                "cmyk.jpg",
                "rgb.jpg",
                "orientation-1.jpg",
                "orientation-2.jpg",
                "orientation-3.jpg",
                "orientation-4.jpg",
                "orientation-5.jpg",
                "orientation-6.jpg",
                "orientation-7.jpg",
                "orientation-8.jpg"
            })
    void shouldAgreeExactlyOnJpegFilesOfTheModelsScale(String name) {
        assertThat(preprocessor.prepare(Fixtures.bytes(name)).rgb()).isEqualTo(Fixtures.expected(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.jpg", "large-progressive.jpg"})
    void shouldStayNearOneStepOnJpegFilesThatAreReducedToASmallSquare(String name) {
        byte[] rgb = preprocessor.prepare(Fixtures.bytes(name)).rgb();

        assertThat(Fixtures.meanDifference(rgb, Fixtures.expected(name))).isLessThan(1.1);
    }

    @Test
    void shouldStayWithinOneStepWhereAJpegFileCouldBeReducedToLessThanTwiceTheSquare() {
        ImagePreprocessor larger = new ImagePreprocessor(Fixtures.spec(96));

        byte[] rgb = larger.prepare(Fixtures.bytes("large.jpg")).rgb();

        assertThat(Fixtures.meanDifference(rgb, Fixtures.pixels("at-96/large.jpg.png")))
                .isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy.webp", "lossy-alpha.webp"})
    void shouldStayWithinOneStepOnLossyWebp(String name) {
        byte[] rgb = preprocessor.prepare(Fixtures.bytes(name)).rgb();

        assertThat(Fixtures.meanDifference(rgb, Fixtures.expected(name))).isLessThan(1.5);
    }
}

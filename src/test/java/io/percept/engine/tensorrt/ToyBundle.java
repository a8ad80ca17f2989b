package io.percept.engine.tensorrt;

import io.percept.engine.BatchProfiles;
import io.percept.engine.Bundle;
import io.percept.engine.BundleDecoder;
import io.percept.engine.BundleImage;
import io.percept.engine.BundleVariant;
import io.percept.engine.TestBundle;
import java.util.List;

/** A bundle of small sizes without files. */
final class ToyBundle {

    static final int VOCABULARY = 5;
    static final int QUERIES = 2;

    private static final BundleVariant FP32 = BundleVariant.standard("fp32");

    private ToyBundle() {}

    static Bundle bundle() {
        return with(new BatchProfiles(List.of(1, 4), List.of(1, 4), List.of(1, 2, 4)));
    }

    static Bundle with(BatchProfiles profiles) {
        Bundle real = TestBundle.bundle();
        return new Bundle(
                real.directory(),
                real.digest(),
                "toy",
                "1",
                FP32,
                new BundleImage(2, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f), "bicubic", QUERIES),
                new BundleDecoder(3, 2, 2, 8, VOCABULARY, 2, 40),
                List.of(8, 16, 40),
                profiles,
                real.specialTokens(),
                real.locationGrid(),
                real.prompts(),
                real.moderation(),
                real.licence(),
                real.languages(),
                real.plurals(),
                List.of(FP32));
    }
}

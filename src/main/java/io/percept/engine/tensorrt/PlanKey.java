package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import java.nio.file.Path;

/**
 * What a plan depends on. Plans with another key are never used: TensorRT's are valid for one version and one GPU
 * architecture, and ours for one bundle and one layout of profiles.
 *
 * @param bundleDigest SHA-256 of the bundle
 * @param precision of the products
 * @param tensorRtVersion such as 10.15.1
 * @param architecture such as sm90
 */
record PlanKey(String bundleDigest, Precision precision, String tensorRtVersion, String architecture) {

    /** Counts up when the profiles or the graphs that are built from the same bundle change. */
    private static final int LAYOUT = 1;

    static PlanKey of(Bundle bundle, Precision precision, String tensorRtVersion, String architecture) {
        return new PlanKey(bundle.digest(), precision, tensorRtVersion, architecture);
    }

    /** The directory of the plans below that of all plans. */
    Path directory(Path plans) {
        return plans.resolve(bundleDigest.substring(0, 16))
                .resolve("trt%s-%s-%s-%d".formatted(tensorRtVersion, architecture, precision.key(), LAYOUT));
    }

    static String encoder() {
        return "encoder.plan";
    }

    static String decoder() {
        return "decoder.plan";
    }
}

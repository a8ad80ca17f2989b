package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a plan depends on. Plans with another key are never used: TensorRT's are valid for one version and one model of GPU, since
 * two models of one architecture differ in memory and processors, and ours for one bundle and one layout of profiles.
 *
 * @param bundleDigest SHA-256 of the bundle
 * @param precision of the products
 * @param gpu of TensorRT and the GPU, see {@link #gpu}
 */
record PlanKey(String bundleDigest, Precision precision, String gpu) {

    /** Counts up when the profiles or the graphs that are built from the same bundle change. */
    private static final int LAYOUT = 1;

    static PlanKey of(Bundle bundle, Precision precision, String tensorRtVersion, Device device) {
        return new PlanKey(bundle.digest(), precision, gpu(tensorRtVersion, device));
    }

    /** Such as {@code trt10.15.1-sm90-nvidia-h100-80gb-hbm3}: a name for what is valid for one TensorRT and one model of GPU. */
    static String gpu(String tensorRtVersion, Device device) {
        String model = device.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "trt%s-%s-%s".formatted(tensorRtVersion, device.architecture(), model);
    }

    /** The directory of the plans below that of all plans. */
    Path directory(Path plans) {
        return plans.resolve(bundleDigest.substring(0, 16)).resolve("%s-%s-%d".formatted(gpu, precision.key(), LAYOUT));
    }

    static String encoder() {
        return "encoder.plan";
    }

    static String decoder() {
        return "decoder.plan";
    }
}

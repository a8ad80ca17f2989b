package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.OnnxTensorRtProvider.Shapes;
import java.util.List;

/** The shapes of a bundle's graphs for the ONNX Runtime's TensorRT provider: all profiles as one. */
public final class ProviderShapes {

    private ProviderShapes() {}

    public static Shapes encoder(Bundle bundle) {
        return shapes(EncoderProfiles.of(bundle).profiles());
    }

    public static Shapes decoder(Bundle bundle) {
        return shapes(DecoderProfiles.of(bundle).shapes(bundle));
    }

    private static Shapes shapes(List<Profile> profiles) {
        Profile all = Profile.covering("all", profiles);
        return new Shapes(all.shapes(Range::min), all.shapes(Range::opt), all.shapes(Range::max));
    }
}

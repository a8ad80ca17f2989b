package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.TensorNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The encoder's optimisation profiles: one per batch size of the bundle, from the size before it.
 *
 * @param profiles in the order in which the plan has them
 */
record EncoderProfiles(List<Profile> profiles) {

    EncoderProfiles {
        profiles = List.copyOf(profiles);
    }

    static EncoderProfiles of(Bundle bundle) {
        Range size = Range.fixed(bundle.image().size());
        List<Profile> profiles = new ArrayList<>();
        int least = 1;
        for (int images : bundle.batchProfiles().encoder()) {
            Range batch = new Range(least, images, images);
            profiles.add(new Profile(
                    "encode " + least + " to " + images,
                    Map.of(TensorNames.PIXELS, List.of(batch, Range.fixed(3), size, size))));
            least = images + 1;
        }
        return new EncoderProfiles(profiles);
    }

    /** The profile for a number of images. */
    OptionalInt choose(int images) {
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).inputs().get(TensorNames.PIXELS).getFirst().holds(images)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}

package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.BatchProfiles;
import io.percept.engine.Bundle;
import io.percept.engine.CallSize;
import io.percept.engine.TestBundle;
import io.percept.engine.onnx.GraphProblem;
import io.percept.engine.tensorrt.DecoderProfile.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilesTest {

    private final Bundle tiny = TestBundle.bundle();
    private final DecoderProfiles decoder = DecoderProfiles.of(tiny);

    @Test
    void shouldCoverTheWorkersLimitsInPerceptTiny() {
        assertThat(ProfileCheck.of(tiny, 16, 16, 32)).isEmpty();
    }

    @Test
    void shouldSayWhichProfileIsTooSmallForTheWorker() {
        Bundle small = ToyBundle.with(new BatchProfiles(List.of(1, 4), List.of(1, 4), List.of(1, 2)));

        assertThat(ProfileCheck.of(small, 4, 4, 32))
                .singleElement()
                .extracting(GraphProblem::toString)
                .asString()
                .contains("batchProfiles.step")
                .contains("32");
    }

    @Test
    void shouldChooseByKindOfCall() {
        assertThat(kind(new CallSize(3, 110, 3, 100, false), 1)).isEqualTo(Kind.PREFILL);
        assertThat(kind(new CallSize(3, 9, 3, 1, true), 256)).isEqualTo(Kind.EXTEND);
        assertThat(kind(new CallSize(3, 1, 3, 1, true), 256)).isEqualTo(Kind.STEP);
    }

    @Test
    void shouldRoundStepsUpToTheBatchSizesOfTheBundle() {
        assertThat(decoder.stepBatch(1)).hasValue(1);
        assertThat(decoder.stepBatch(2)).hasValue(8);
        assertThat(decoder.stepBatch(8)).hasValue(8);
        assertThat(decoder.stepBatch(17)).hasValue(32);
        assertThat(decoder.stepBatch(33)).isEmpty();
    }

    @Test
    void shouldTakeFewerPromptsTheLongerTheyAre() {
        assertThat(decoder.choose(new CallSize(16, 128, 16, 1600, false), 1)).isPresent();
        assertThat(decoder.choose(new CallSize(16, 129, 16, 1600, false), 1)).isEmpty();
        assertThat(decoder.choose(new CallSize(2, 1024, 2, 200, false), 1)).isPresent();
        assertThat(decoder.mostPositions()).isLessThanOrEqualTo(16 * 128);
    }

    @Test
    void shouldChooseTheEncoderProfileThatHoldsTheBatch() {
        EncoderProfiles encoder = EncoderProfiles.of(tiny);

        assertThat(encoder.choose(1)).hasValue(0);
        assertThat(encoder.choose(3)).hasValue(1);
        assertThat(encoder.choose(16)).hasValue(2);
        assertThat(encoder.choose(17)).isEmpty();
    }

    @Test
    void shouldGiveEveryInputOfTheGraphAShape() {
        Profile profile = decoder.shapes(tiny).getFirst();

        assertThat(profile.inputs()).hasSize(6 + 2 * tiny.decoder().layers());
        assertThat(Shapes.taken(profile, "cache_v.3", 2, 8, 1, 32)).isTrue();
        assertThat(Shapes.taken(profile, "cache_v.3", 2, 8, 128, 32)).isFalse();
    }

    @Test
    void shouldTellTheOnnxRuntimeTheEndsOfAllProfiles() {
        var shapes = ProviderShapes.decoder(tiny);

        assertThat(shapes.min()).contains("cache_k.0:1x8x1x32").contains("input_ids:1x1");
        assertThat(shapes.max()).contains("cache_k.0:32x8x1024x32").contains("input_ids:32x1024");
    }

    @Test
    void shouldReadProfilesInTheNotationOfNvidiasTools() {
        Profile profile = ProfileText.profile("x:1x3,y:1", "x:4x3,y:2", "x:8x3,y:4");

        assertThat(Shapes.taken(profile, "x", 8, 3)).isTrue();
        assertThat(Shapes.taken(profile, "x", 9, 3)).isFalse();
        assertThatThrownBy(() -> ProfileText.profile("x:1x3", "x:4", "x:8x3")).hasMessageContaining("x");
    }

    private Kind kind(CallSize size, int capacity) {
        int index = decoder.choose(size, capacity).orElseThrow();
        return decoder.profiles().get(index).kind();
    }
}

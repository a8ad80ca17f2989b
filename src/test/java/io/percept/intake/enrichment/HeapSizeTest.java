package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.BoundingBox;
import io.percept.contract.ImageFrame;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapSizeTest {

    @Test
    void shouldCountEveryCharacterOfANestedText() {
        assertThat(HeapSize.of(caption("a".repeat(1000)))).isEqualTo(HeapSize.of(caption("")) + 2000);
    }

    @Test
    void shouldCountEveryElement() {
        BoundingBox box = new BoundingBox(0, 0, 1, 1);

        assertThat(HeapSize.of(grounded(List.of(box, box, box))) - HeapSize.of(grounded(List.of(box, box))))
                .isGreaterThanOrEqualTo(4 * Double.BYTES);
        assertThat(HeapSize.of(Map.of("key", "value"))).isGreaterThan(HeapSize.of(Map.of()));
        assertThat(HeapSize.of(List.of(1.0))).isGreaterThan(HeapSize.of(List.of()));
    }

    @Test
    void shouldCountTheKeyWithItsValue() {
        EventOutcomes outcomes = EventOutcomes.ofItsOwn(List.of(caption("a cat")));

        assertThat(HeapSize.ofEntry(new OutcomeKey("0".repeat(64)), outcomes))
                .isGreaterThan((int) HeapSize.of(outcomes) + 64);
    }

    private static TaskOutcome caption(String text) {
        return new TaskOutcome.Completed("c", "caption", new TaskOutput.Text(text, Optional.empty()));
    }

    private static TaskOutput grounded(List<BoundingBox> boxes) {
        return new TaskOutput.Grounded(
                "a dog", List.of(new TaskOutput.GroundedPhrase("a dog", boxes)), new ImageFrame(0, 8, 8));
    }
}

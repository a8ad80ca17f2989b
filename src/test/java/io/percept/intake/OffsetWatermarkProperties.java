package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The watermark against the plainest model of it: a list of offsets and a set of the finished. */
class OffsetWatermarkProperties {

    /** Each step begins an event some offsets further on (the gap), or finishes a random unfinished one (0). */
    @Property
    void shouldAgreeWithTheModelAfterEveryStep(
            @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 3) Integer> steps, @ForAll long seed) {
        Random random = new Random(seed);
        OffsetWatermark watermark = new OffsetWatermark();
        Map<Long, Boolean> model = new LinkedHashMap<>();
        Map<Long, Long> unfinishedTickets = new LinkedHashMap<>();
        long offset = -1;
        for (int gap : steps) {
            if (gap > 0) {
                offset += gap;
                model.put(offset, false);
                unfinishedTickets.put(offset, watermark.begin(offset));
            } else if (!unfinishedTickets.isEmpty()) {
                List<Long> choices = new ArrayList<>(unfinishedTickets.keySet());
                long chosen = choices.get(random.nextInt(choices.size()));
                watermark.finish(unfinishedTickets.remove(chosen));
                model.put(chosen, true);
            }
            assertThat(watermark.committable()).isEqualTo(expected(model, offset));
        }
    }

    @Property
    void shouldNeverGoBack(@ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 299) Integer> finishing) {
        OffsetWatermark watermark = new OffsetWatermark();
        for (int offset = 0; offset < 300; offset++) {
            watermark.begin(offset);
        }
        long before = 0;
        for (int ticket : finishing) {
            watermark.finish(ticket);
            long now = watermark.committable().orElseThrow();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }

    private static OptionalLong expected(Map<Long, Boolean> model, long lastOffset) {
        if (model.isEmpty()) {
            return OptionalLong.empty();
        }
        return model.entrySet().stream().filter(entry -> !entry.getValue()).mapToLong(Map.Entry::getKey).min().stream()
                .boxed()
                .findFirst()
                .map(OptionalLong::of)
                .orElse(OptionalLong.of(lastOffset + 1));
    }
}

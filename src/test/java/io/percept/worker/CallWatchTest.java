package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.EngineFailure;
import io.percept.engine.NoMemory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CallWatchTest {

    private static final Supplier<String> FAILS = () -> {
        throw new EngineFailure("poison", null);
    };

    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();
    private boolean broken;
    private final CallWatch watch = new CallWatch(EnginePart.DECODER, this::probe, losses::incrementAndGet);

    @Test
    void shouldCountTheIntervalsOfOneCallAndNotOfSeveral() {
        watch.make(1, () -> watch.intervals());
        int ofSecond = watch.make(1, () -> {
            watch.intervals();
            watch.intervals();
            return watch.intervals();
        });

        assertThat(ofSecond).isEqualTo(2);
        assertThat(watch.intervals()).isZero();
        assertThat(watch.intervals()).isZero();
    }

    @Test
    void shouldTellWhetherTheCallThatItSawIsStillUnderWay() {
        boolean still = watch.make(1, () -> {
            watch.intervals();
            return watch.isStillUnderWay();
        });

        assertThat(still).isTrue();
        assertThat(watch.isStillUnderWay()).isFalse();
        assertThat(watch.make(1, watch::isStillUnderWay)).isFalse();
    }

    @Test
    void shouldTryTheEngineOnlyWhereASingleRowFails() {
        assertThatThrownBy(() -> watch.make(2, FAILS)).hasMessage("poison");
        assertThat(probes).hasValue(0);

        assertThatThrownBy(() -> watch.make(1, FAILS)).hasMessage("poison").isNotInstanceOf(EngineLost.class);
        assertThat(probes).hasValue(1);
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void shouldCallAnEngineNoMoreThatFailsOnWhatItCouldDo() {
        broken = true;
        AtomicInteger calls = new AtomicInteger();

        assertThatThrownBy(() -> watch.make(1, FAILS)).isInstanceOf(EngineLost.class);
        assertThatThrownBy(() -> watch.make(1, calls::incrementAndGet)).isInstanceOf(EngineLost.class);

        assertThat(calls).hasValue(0);
        assertThat(losses).hasValue(1);
        assertThat(watch.trouble().orElseThrow().kind()).isEqualTo(EngineTrouble.Kind.FAILURE);
    }

    @Test
    void shouldNotTryAnEngineThatSaysThatThereIsNoMemory() {
        broken = true;

        assertThatThrownBy(() -> watch.make(1, () -> {
                    throw new NoMemory("no room", null);
                }))
                .isInstanceOf(NoMemory.class);

        assertThat(probes).hasValue(0);
        assertThat(watch.trouble()).isEmpty();
    }

    private void probe() {
        probes.incrementAndGet();
        if (broken) {
            throw new EngineFailure("broken", null);
        }
    }
}

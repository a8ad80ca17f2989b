package io.percept.faults;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kill -9} of the only Percept, again and again, with work in flight. */
@Tag("faults")
class KillFaultTest {

    private static final int KILLS = Integer.getInteger("faults.kills", 50);
    private static final Duration START = Duration.ofSeconds(120);
    private static final int LONGEST_LIFE_MILLIS = 5_000;

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingWhenPerceptIsKilledMidBatch(Delivery delivery) {
        try (FaultRig rig = FaultRig.open("kill-" + delivery.text(), FaultSetup.of(delivery, 6_001, 1))) {
            rig.traffic().at(Pace.keepOutstanding(150));
            Random random = rig.random();
            for (int i = 0; i < KILLS; i++) {
                rig.percept(0).start();
                rig.awaitEndings(rig.percept(0), 1, START);
                Pause.between(0, LONGEST_LIFE_MILLIS, random);
                rig.percept(0).kill();
                rig.interrupted();
            }
            rig.percept(0).start();
            rig.conclude("kill −9 of Percept mid-batch", KILLS);
        }
    }
}

package io.percept.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three Percepts are restarted one after the other under load, as a deployment does it: SIGTERM, and the same name in the group.
 * Nothing may be repeated: whoever is asked to stop drains first.
 */
@Tag("faults")
class RollingRestartFaultTest {

    private static final int ROUNDS = Integer.getInteger("faults.rounds", 2);
    private static final Duration START = Duration.ofSeconds(180);

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingInARollingRestart(Delivery delivery) {
        FaultSetup setup = FaultSetup.of(delivery, 6_004, 3)
                // Longer than a restart takes: the group waits for the member that it knows.
                .with(PerceptSettings.SMALL.with("spring.kafka.consumer.properties.session.timeout.ms", "30000"));
        try (FaultRig rig = FaultRig.open("rolling-restart-" + delivery.text(), setup)) {
            rig.percepts().forEach(PerceptProcess::start);
            rig.traffic().at(Pace.keepOutstanding(200));
            rig.percepts().forEach(percept -> rig.awaitEndings(percept, 1, START));
            for (int round = 0; round < ROUNDS; round++) {
                for (PerceptProcess percept : rig.percepts()) {
                    percept.stop();
                    percept.start();
                    rig.awaitEndings(percept, 20, START);
                }
            }
            rig.conclude(
                    "rolling restart of three Percepts", ROUNDS * rig.percepts().size());
        }
    }
}

package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker goes away under load and comes back with its data. */
@Tag("faults")
class BrokerFaultTest {

    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("faults.outage", 60));
    private static final int KILLS = Integer.getInteger("faults.broker-kills", 3);
    private static final Duration START = Duration.ofSeconds(120);

    @ParameterizedTest
    @EnumSource
    void shouldWaitForABrokerThatIsStopped(Delivery delivery) {
        try (FaultRig rig = FaultRig.open("broker-stopped-" + delivery.text(), FaultSetup.of(delivery, 6_002, 1))) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(150));
            rig.awaitEndings(rig.percept(0), 100, START);
            rig.broker().stop();
            rig.disturbed();
            Pause.of(OUTAGE);
            assertThat(rig.percept(0).isRunning())
                    .as("Percept lives through the outage")
                    .isTrue();
            rig.broker().start();
            rig.awaitProgress(300, START);
            rig.conclude("broker stopped for %d s".formatted(OUTAGE.toSeconds()), 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterABrokerThatIsKilled(Delivery delivery) {
        try (FaultRig rig = FaultRig.open("broker-killed-" + delivery.text(), FaultSetup.of(delivery, 6_003, 1))) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(150));
            rig.awaitEndings(rig.percept(0), 100, START);
            for (int i = 0; i < KILLS; i++) {
                rig.broker().kill();
                rig.disturbed();
                rig.broker().start();
                rig.awaitProgress(200, START);
            }
            rig.conclude("kill −9 of the broker", KILLS);
        }
    }
}

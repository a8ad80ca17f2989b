package io.percept.faults;

import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wall clock of Percept's process jumps ahead and back while it works. */
@Tag("faults")
class ClockJumpFaultTest {

    private static final String FAULT = "clock of Percept jumps ahead and back";
    /**
     * Two jumps ahead, by 25 minutes each, and two back, by 30 seconds: a broker takes nothing from more than an hour ahead, and
     * Kafka's clients may not connect again for as long as a clock was set back.
     */
    private static final long[] AHEAD_SECONDS = {1_500, 3_000, 2_970, 2_940};

    private static final Duration START = Duration.ofSeconds(120);

    @ParameterizedTest
    @EnumSource
    void shouldNotMindAClockThatJumps(Delivery delivery) {
        String name = "clock-jump-" + delivery.text();
        FalseClock clock = clock(name, delivery);
        FaultSetup setup =
                FaultSetup.of(delivery, 6_010, 1).with(PerceptSettings.SMALL.withEnvironment(clock.environment()));
        try (FaultRig rig = FaultRig.open(name, setup)) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(100));
            rig.awaitEndings(rig.percept(0), 100, START);
            for (long ahead : AHEAD_SECONDS) {
                clock.set(ahead);
                rig.disturbed();
                rig.awaitProgress(200, START);
            }
            rig.conclude(FAULT, AHEAD_SECONDS.length);
        }
    }

    private static FalseClock clock(String name, Delivery delivery) {
        try {
            return new FalseClock(FaultRig.HOME.resolve("clock-" + delivery.text()));
        } catch (IllegalStateException e) {
            new FaultReports(FaultRig.HOME).add(FaultReport.skipped(name, FAULT, delivery, e.getMessage()));
            return Assumptions.abort(e.getMessage());
        }
    }
}

package io.percept.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wall clock of Percept's process jumps ahead and back by hours while it works. */
@Tag("faults")
class ClockJumpFaultTest {

    private static final String FAULT = "clock of Percept jumps by hours";
    private static final long[] AHEAD_SECONDS = {7_200, 0, -7_200, 86_400, 0};
    private static final Duration START = Duration.ofSeconds(120);

    @ParameterizedTest
    @EnumSource
    void shouldNotMindAClockThatJumps(Delivery delivery) {
        String name = "clock-jump-" + delivery.text();
        Path setting = FaultRig.HOME.resolve("clock-" + delivery.text());
        Optional<FalseClock> clock = FalseClock.at(setting);
        if (clock.isEmpty()) {
            String reason = "libfaketime is not installed (apt-get install faketime)";
            new FaultReports(FaultRig.HOME).add(FaultReport.skipped(name, FAULT, delivery, reason));
            Assumptions.abort(reason);
        }
        FaultSetup setup = FaultSetup.of(delivery, 6_010, 1)
                .with(PerceptSettings.SMALL.withEnvironment(clock.get().environment()));
        try (FaultRig rig = FaultRig.open(name, setup)) {
            clock.get().set(0);
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(100));
            rig.awaitEndings(rig.percept(0), 100, START);
            for (long ahead : AHEAD_SECONDS) {
                clock.get().set(ahead);
                rig.disturbed();
                rig.awaitProgress(200, START);
            }
            rig.conclude(FAULT, AHEAD_SECONDS.length);
        }
    }
}

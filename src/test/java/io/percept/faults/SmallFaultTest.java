package io.percept.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fault suite in a minute, for every build: Percept killed twice, the broker killed once, a second member that comes and goes. */
class SmallFaultTest {

    private static final Path HOME = Path.of("target", "faults-small");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void shouldLoseNothingWhenProcessesAreKilledAndMembersComeAndGo() {
        FaultSetup setup = FaultSetup.of(Delivery.AT_LEAST_ONCE, 6_000, 2);
        try (FaultRig rig = FaultRig.open(HOME, "small", setup, Map.of())) {
            PerceptProcess first = rig.percept(0);
            PerceptProcess second = rig.percept(1);
            rig.traffic().at(Pace.keepOutstanding(100));
            for (int kill = 0; kill < 2; kill++) {
                first.start();
                rig.awaitEndings(first, 20, LIMIT);
                first.kill();
                rig.disturbed();
            }
            first.start();
            second.start();
            rig.awaitEndings(second, 1, LIMIT);
            rig.broker().kill();
            rig.disturbed();
            rig.broker().start();
            rig.awaitProgress(50, LIMIT);
            second.stop();
            rig.disturbed();
            rig.conclude("two kills of Percept, one of the broker, a member that leaves", 4);
        }
    }
}

package io.percept.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Members join and leave, seeded, for minutes: visitors that only cause rebalances, and now and then a Percept, which is stopped
 * or killed and started again. Two Percepts, members without a name, so that the group rebalances at every change.
 */
@Tag("faults")
class RebalanceStormFaultTest {

    private static final Duration STORM = Duration.ofSeconds(Integer.getInteger("faults.storm", 300));
    private static final Duration START = Duration.ofSeconds(180);
    private static final int MOST_VISITORS = 3;

    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingInAStormOfRebalances(Delivery delivery) {
        FaultSetup setup = FaultSetup.of(delivery, 6_005, 2).with(PerceptSettings.SMALL.withStaticMember(false));
        try (FaultRig rig = FaultRig.open("rebalance-storm-" + delivery.text(), setup)) {
            rig.percepts().forEach(PerceptProcess::start);
            rig.traffic().at(Pace.keepOutstanding(150));
            rig.percepts().forEach(percept -> rig.awaitEndings(percept, 1, START));
            int changes = storm(rig, rig.random());
            rig.percepts().stream().filter(percept -> !percept.isRunning()).forEach(PerceptProcess::start);
            rig.awaitProgress(200, START);
            rig.conclude("storm of rebalances for %d s".formatted(STORM.toSeconds()), changes);
        }
    }

    private static int storm(FaultRig rig, Random random) {
        Deque<GroupVisitor> visitors = new ArrayDeque<>();
        int changes = 0;
        for (long end = System.nanoTime() + STORM.toNanos(); System.nanoTime() < end; changes++) {
            rig.disturbed();
            if (random.nextInt(8) == 0) {
                restart(rig.percept(random.nextInt(2)), random);
            } else if (visitors.isEmpty() || visitors.size() < MOST_VISITORS && random.nextBoolean()) {
                visitors.addLast(new GroupVisitor(rig.broker().servers()));
            } else {
                visitors.removeFirst().close();
            }
            Pause.between(300, 4_000, random);
        }
        visitors.forEach(GroupVisitor::close);
        return changes;
    }

    private static void restart(PerceptProcess percept, Random random) {
        if (random.nextBoolean()) {
            percept.kill();
        } else {
            percept.stop();
        }
        percept.start();
    }
}

package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk of the embedded broker is full, which ends it; there is room again, and it is started again. */
@Tag("faults")
class DiskFullFaultTest {

    private static final String FAULT = "disk full of the embedded broker";
    private static final int TIMES = Integer.getInteger("faults.disk-full", 2);
    private static final int MEGABYTES = 192;
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration FULL = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void shouldWaitForABrokerWithoutRoomAndGoOnWhenItHasSome(Delivery delivery) {
        String name = "disk-full-" + delivery.text();
        try (SmallDisk disk = disk(name, delivery)) {
            FaultSetup setup = FaultSetup.of(delivery, 6_009, 1)
                    .withBrokerData(disk.directory().resolve("broker-data"));
            try (FaultRig rig = FaultRig.open(name, setup)) {
                rig.percept(0).start();
                rig.traffic().at(Pace.keepOutstanding(100));
                rig.awaitEndings(rig.percept(0), 100, START);
                for (int i = 0; i < TIMES; i++) {
                    fillAndFree(rig, disk);
                }
                rig.conclude(FAULT, TIMES);
            }
        }
    }

    private static void fillAndFree(FaultRig rig, SmallDisk disk) {
        disk.fill();
        rig.disturbed();
        awaitEndOf(rig.broker());
        assertThat(rig.percept(0).isRunning()).as("Percept lives on").isTrue();
        disk.free();
        rig.broker().kill();
        rig.broker().start();
        rig.awaitProgress(200, START);
    }

    /** Kafka ends itself when a log directory fails; what it has not tried to write, it has not noticed. */
    private static void awaitEndOf(BrokerProcess broker) {
        try {
            await().atMost(FULL).until(() -> !broker.process().isAlive());
        } catch (ConditionTimeoutException stillThere) {
            // It is killed below, with its disk as full as it was.
        }
    }

    private static SmallDisk disk(String name, Delivery delivery) {
        try {
            return SmallDisk.mount(FaultRig.HOME.resolve("small-disk-" + delivery.text()), MEGABYTES);
        } catch (IllegalStateException e) {
            new FaultReports(FaultRig.HOME).add(FaultReport.skipped(name, FAULT, delivery, e.getMessage()));
            return Assumptions.abort("No small disk can be mounted here: " + e.getMessage());
        }
    }
}

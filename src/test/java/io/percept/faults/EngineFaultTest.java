package io.percept.faults;

import io.percept.contract.ImageSource;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine itself fails or hangs on some images, see {@link FaultyBundle}; the events beside them must not notice. */
@Tag("faults")
class EngineFaultTest {

    private static final int EVENTS = Integer.getInteger("faults.engine-events", 1_500);
    private static final int HANGS = Integer.getInteger("faults.hangs", 3);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @ParameterizedTest
    @EnumSource
    void shouldEndOnlyWhatTheEngineThrowsOn(Delivery delivery) {
        Path bundle = FaultyBundle.in(FaultRig.HOME.resolve("faulty-bundle"));
        FaultSetup setup = FaultSetup.of(delivery, 6_007, 1)
                .with(PerceptSettings.SMALL.with("percept.model", bundle.toString()))
                .with(bad -> List.of(fatal(FaultyBundle.THROWS)));
        try (FaultRig rig = FaultRig.open("engine-throws-" + delivery.text(), setup)) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(100));
            rig.awaitProgress(EVENTS, LIMIT);
            rig.conclude("engine that throws", rig.sentOf(fatalCodes()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndOnlyWhatTheEngineHangsOn(Delivery delivery) {
        Path bundle = FaultyBundle.in(FaultRig.HOME.resolve("faulty-bundle"));
        FaultSetup setup = FaultSetup.of(delivery, 6_008, 1)
                .with(PerceptSettings.SMALL
                        .with("percept.model", bundle.toString())
                        .with("percept.worker.call-timeout", "10s"));
        try (FaultRig rig = FaultRig.open("engine-hangs-" + delivery.text(), setup)) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(100));
            for (int i = 0; i < HANGS; i++) {
                rig.awaitProgress(150, LIMIT);
                rig.traffic().once(fatal(FaultyBundle.HANGS));
            }
            rig.awaitProgress(150, LIMIT);
            rig.conclude("engine that hangs", HANGS);
        }
    }

    private static String[] fatalCodes() {
        return new String[] {"ENGINE_FAILED", "ENGINE_BUSY", "TIMED_OUT"};
    }

    private static EventMix.Kind fatal(Color colour) {
        byte[] picture = Pictures.plain(colour);
        return (id, key, sequence) ->
                EventMix.badCaption(id, key, sequence, new ImageSource.Content(picture), fatalCodes());
    }
}

package io.percept.faults;

import io.percept.contract.ImageSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One event in eight names an image of a host that drips, floods, refuses or leads in circles; the others must not notice. */
@Tag("faults")
class ImageHostFaultTest {

    private static final int EVENTS = Integer.getInteger("faults.host-events", 1_500);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @ParameterizedTest
    @EnumSource
    void shouldEndEventsOfBadHostsAsDeadLettersAndTheOthersAsResults(Delivery delivery) {
        FaultSetup setup = FaultSetup.of(delivery, 6_006, 1)
                .with(PerceptSettings.SMALL
                        .with("percept.resolve.fetch.deadline", "2s")
                        .with("percept.resolve.fetch.max-bytes", "2MB"))
                .with(ImageHostFaultTest::misbehaviour);
        try (FaultRig rig = FaultRig.open("image-hosts-" + delivery.text(), setup)) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(150));
            rig.awaitProgress(EVENTS, LIMIT);
            rig.conclude("slow, endless, refusing and circling image hosts", rig.badHostRequests());
        }
    }

    private static List<EventMix.Kind> misbehaviour(ImageHost bad) {
        return List.of(failing(bad, "/slow"), failing(bad, "/endless"), failing(bad, "/busy"), failing(bad, "/circle"));
    }

    private static EventMix.Kind failing(ImageHost bad, String path) {
        return (id, key, sequence) -> EventMix.badCaption(
                id,
                key,
                sequence,
                new ImageSource.Address(bad.address(path + "/" + id)),
                "FETCH_FAILED",
                "IMAGE_TOO_LARGE");
    }
}

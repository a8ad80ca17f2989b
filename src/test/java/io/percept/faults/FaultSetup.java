package io.percept.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is made of.
 *
 * @param delivery what Percept is set to promise
 * @param seed of the traffic and of the moments of the fault
 * @param instances of Percept
 * @param percepts how they are set
 * @param kinds of events that the fault mixes in
 * @param brokerData a disk that will fail, where the broker keeps its topics; empty: they are beside its log, on a sound one
 */
record FaultSetup(
        Delivery delivery, long seed, int instances, PerceptSettings percepts, Kinds kinds, Optional<Path> brokerData) {

    /** Kinds of events that need a host which behaves badly. */
    interface Kinds {
        List<EventMix.Kind> of(ImageHost bad);
    }

    /** Small Percepts, the usual traffic. */
    static FaultSetup of(Delivery delivery, long seed, int instances) {
        return new FaultSetup(
                delivery,
                Long.getLong("faults.seed", seed),
                instances,
                PerceptSettings.SMALL,
                bad -> List.of(),
                Optional.empty());
    }

    FaultSetup with(PerceptSettings settings) {
        return new FaultSetup(delivery, seed, instances, settings, kinds, brokerData);
    }

    FaultSetup with(Kinds more) {
        return new FaultSetup(delivery, seed, instances, percepts, more, brokerData);
    }

    FaultSetup withBrokerData(Path data) {
        return new FaultSetup(delivery, seed, instances, percepts, kinds, Optional.of(data));
    }
}

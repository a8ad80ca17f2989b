package io.percept.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.PerceptException;
import io.percept.resolve.fetch.FetchOutcome;
import io.percept.resolve.fetch.GuardedFetcher;
import org.junit.jupiter.api.Test;

class FetchMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldCountARefusedFetchUnderItsOutcome() {
        try (GuardedFetcher fetcher =
                new GuardedFetcher(ResolveProperties.defaults().fetch().limits(), new FetchMeters(registry))) {
            FetchMeters.watch(registry, fetcher);

            PerceptException refused = PerceptException.of(fetcher.fetch("http://127.0.0.1/")
                    .handle((body, failure) -> failure)
                    .join());

            assertThat(refused).hasMessageContaining("loopback");
            assertThat(count(FetchOutcome.FORBIDDEN)).isEqualTo(1);
            assertThat(count(FetchOutcome.FETCHED)).isZero();
            assertThat(registry.get("percept.resolve.circuits.open").gauge().value())
                    .isZero();
            assertThat(registry.get("percept.resolve.cache.bytes").gauge().value())
                    .isZero();
        }
    }

    private double count(FetchOutcome outcome) {
        return registry.get("percept.resolve.fetches")
                .tag("outcome", outcome.label())
                .counter()
                .count();
    }
}

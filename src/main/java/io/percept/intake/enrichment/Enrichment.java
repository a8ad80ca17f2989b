package io.percept.intake.enrichment;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What is done with an event. Thread-safe. */
public interface Enrichment {

    /**
     * Fails with a {@link PerceptException}: {@link ErrorCode#STOPPING} where the event is to be done again, any other where it has no
     * result; whether that passes is said by {@link PerceptException#isPassing()}. Failures of single tasks are part of the result.
     */
    CompletableFuture<EnrichmentResult> enrich(ImageEvent event);

    /**
     * The same for an event that may become somebody else's meanwhile.
     *
     * @param isGone whether it has: then no further try begins, and it fails with {@link ErrorCode#STOPPING} in place of one
     */
    default CompletableFuture<EnrichmentResult> enrich(ImageEvent event, BooleanSupplier isGone) {
        return enrich(event);
    }

    /** From when on a result is of no use, where there is such a time. */
    default Optional<Instant> expiry(ImageEvent event) {
        return Optional.empty();
    }

    /** What an event fails with that has expired. */
    default PerceptException expired(ImageEvent event) {
        return new PerceptException(
                ErrorCode.EXPIRED, "Event %s: it was not done before it expired.".formatted(event.id()));
    }
}

package io.percept.publish;

import io.percept.contract.EnrichmentResult;

/**
 * Told to the application when the broker has acknowledged a result. Listeners run on the producer's thread and must
 * return at once.
 */
public record ResultPublished(EnrichmentResult result) {}

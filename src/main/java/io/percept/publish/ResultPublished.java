package io.percept.publish;

import io.percept.contract.EnrichmentResult;

/**
 * Told to the application when a result is safe: the broker has acknowledged it, or it is held for its transaction.
 * Listeners run on the thread that sees to it and must return at once.
 */
public record ResultPublished(EnrichmentResult result) {}

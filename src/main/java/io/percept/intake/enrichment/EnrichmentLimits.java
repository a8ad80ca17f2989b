package io.percept.intake.enrichment;

import java.time.Duration;

/** What bounds the enrichment of an event, whichever way it came in. */
public interface EnrichmentLimits {

    /** How long one try may take, waiting for the engines included; then it is given up, and what it holds is free. */
    Duration eventTimeout();
}

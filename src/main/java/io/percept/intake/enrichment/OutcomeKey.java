package io.percept.intake.enrichment;

/**
 * Names all that the outcomes of an event depend on: what it shows, what is asked, of which model, by which policy, for whom.
 *
 * @param sha256 over all of it, hexadecimal
 */
record OutcomeKey(String sha256) {}

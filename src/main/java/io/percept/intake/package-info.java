/**
 * Consumes events from Kafka: validation, back-pressure, order per key, tries, offsets, dead letters. What is done with an event is {@link
 * io.percept.intake.enrichment}'s.
 *
 * <p>May use: its enrichment, publish, policy, resolve, engine, contract, Spring, Kafka, Micrometer; of protobuf how numbers are
 * written.
 *
 * <p>Must not know: HTTP.
 */
package io.percept.intake;

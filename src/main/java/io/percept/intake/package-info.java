/**
 * Consumes events from Kafka: validation, back-pressure, order per key, offsets, dead letters; enriches one event.
 *
 * <p>May use: publish, policy, resolve, worker, prompt, contract, Spring, Kafka.
 *
 * <p>Must not know: HTTP.
 */
package io.percept.intake;

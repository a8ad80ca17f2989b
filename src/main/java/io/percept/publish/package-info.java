/**
 * Publishes results and dead letters and waits for the broker to acknowledge them. Says which parts of the service are on, for all
 * above that are composed by it.
 *
 * <p>May use: contract, Spring, Kafka, Micrometer.
 *
 * <p>Must not know: where events come from and how they are enriched.
 */
package io.percept.publish;

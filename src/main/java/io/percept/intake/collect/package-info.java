/**
 * Collects interleaved documents of the events of a topic, for a corpus.
 *
 * <p>May use: of intake its topics, threads and health, publish, resolve, contract, Spring, Kafka, Micrometer.
 *
 * <p>Must not know: the model, how events are enriched.
 */
package io.percept.intake.collect;

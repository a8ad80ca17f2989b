/**
 * The model worker: encoder batcher, decoder scheduler, caches.
 *
 * <p>May use: prompt, vision, engine, contract, Caffeine.
 *
 * <p>Must not know: Kafka, Spring.
 */
package io.percept.worker;

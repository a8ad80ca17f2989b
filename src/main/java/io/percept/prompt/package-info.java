/**
 * Tasks to token plans, and tokens back to captions, boxes and scores.
 *
 * <p>May use: vision, engine, contract, Caffeine.
 *
 * <p>Must not know: Kafka, Spring, when an engine is called.
 */
package io.percept.prompt;

/**
 * Turns the segments of an event into a document: bytes, URLs behind the guard, pages, chats.
 *
 * <p>May use: prompt, vision, contract, Spring for configuration, Micrometer; of worker and engine which images a bundle takes.
 *
 * <p>Must not know: Kafka, policy.
 */
package io.percept.resolve;

/**
 * Turns the segments of an event into a document: bytes, URLs behind the guard, pages, chats.
 *
 * <p>May use: worker, prompt, vision, contract, Spring for configuration.
 *
 * <p>Must not know: Kafka, policy.
 */
package io.percept.resolve;

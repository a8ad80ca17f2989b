/**
 * The Kafka broker inside the JVM, for whoever has none.
 *
 * <p>May use: Kafka's server, Spring.
 *
 * <p>Must not know: events and results.
 */
package io.percept.intake.broker;

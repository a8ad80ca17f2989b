/**
 * The Kafka broker inside the JVM, for whoever has none.
 *
 * <p>May use: Kafka's server, Spring, and of publish which parts of the service are on.
 *
 * <p>Must not know: events and results.
 */
package io.percept.intake.broker;

/**
 * The demo: sends the packaged example events once and logs a line for each result.
 *
 * <p>May use: intake, publish, contract, Spring, Kafka.
 *
 * <p>Must not know: how events are enriched.
 */
package io.percept.intake.demo;

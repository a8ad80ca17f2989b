/**
 * The commands of dead letters: list, show, replay.
 *
 * <p>May use: cli.topic, publish, vision, contract, Kafka's clients.
 *
 * <p>Must not know: Spring, engines.
 */
package io.percept.cli.dlt;

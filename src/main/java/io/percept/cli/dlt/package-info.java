/**
 * The commands of dead letters: list, show, replay.
 *
 * <p>May use: cli.topic, cli.progress, publish, vision, contract, protobuf, Jackson, picocli, Kafka's clients.
 *
 * <p>Must not know: Spring, engines.
 */
package io.percept.cli.dlt;

/**
 * Reads topics for commands, without a consumer group.
 *
 * <p>May use: picocli, Kafka's clients.
 *
 * <p>Must not know: Spring, engines, what records mean.
 */
package io.percept.cli.topic;

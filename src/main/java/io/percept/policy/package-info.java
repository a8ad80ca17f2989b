/**
 * Turns scores into labels and labels into allow, review or block.
 *
 * <p>May use: contract, prompt, SnakeYAML, Spring for configuration.
 *
 * <p>Must not know: Kafka and how scores are computed.
 */
package io.percept.policy;

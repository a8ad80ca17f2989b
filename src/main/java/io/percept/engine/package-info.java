/**
 * Model bundles, and the engines that run them through DJL.
 *
 * <p>May use: contract, DJL.
 *
 * <p>Must not know: Kafka, Spring, tasks and prompts.
 */
package io.percept.engine;

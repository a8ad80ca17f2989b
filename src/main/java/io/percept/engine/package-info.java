/**
 * Model bundles, and the engines that run them through DJL.
 *
 * <p>May use: contract, DJL, the ONNX Runtime, Gson, SnakeYAML.
 *
 * <p>Must not know: Kafka, Spring, tasks and prompts.
 */
package io.percept.engine;

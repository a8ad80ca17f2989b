/**
 * The wire encodings of events and results: binary protobuf, its JSON mapping, raw images with headers, and CloudEvents in JSON that hold
 * one of these.
 *
 * <p>May use: contract, the classes generated of the schemas, protobuf, Gson.
 *
 * <p>Must not know: Kafka, Spring, what becomes of events.
 */
package io.percept.contract.wire;

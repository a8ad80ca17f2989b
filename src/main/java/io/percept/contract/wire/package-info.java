/**
 * The wire encodings of events and results: binary protobuf, its JSON mapping, raw images with headers, and CloudEvents in JSON that hold
 * one of these.
 */
package io.percept.contract.wire;

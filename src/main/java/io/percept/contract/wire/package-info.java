/** The wire encodings of events and results: binary protobuf, its JSON mapping, and raw images with headers. */
package io.percept.contract.wire;

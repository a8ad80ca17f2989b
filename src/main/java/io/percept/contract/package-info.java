/**
 * Events and results as records, and their wire codecs.
 *
 * <p>May use: protobuf.
 *
 * <p>Must not know: everything else.
 */
package io.percept.contract;

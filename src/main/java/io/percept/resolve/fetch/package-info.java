/**
 * Fetches images by address, behind a guard: what the network holds inside must not be reachable through an event.
 *
 * <p>May use: contract, JDK.
 *
 * <p>Must not know: events, documents, Spring.
 */
package io.percept.resolve.fetch;

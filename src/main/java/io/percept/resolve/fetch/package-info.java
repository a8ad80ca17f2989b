/**
 * Fetches images by address, behind a guard: what the network holds inside must not be reachable through an event.
 *
 * <p>May use: contract, JDK, Resilience4j's circuit breaker, Caffeine, IPAddress.
 *
 * <p>Must not know: events, documents, Spring, meters.
 */
package io.percept.resolve.fetch;

/**
 * Says who may call the HTTP API: everybody on this host, holders of API keys, or holders of JWTs.
 *
 * <p>May use: Spring Security, Spring Boot, Jackson, contract.
 *
 * <p>Must not know: what the calls do.
 */
package io.percept.web.access;

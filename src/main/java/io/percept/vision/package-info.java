/**
 * Bytes to pixels: header check, decode, resize, normalise, digest.
 *
 * <p>May use: contract, JDK, ImageIO plug-ins, Caffeine.
 *
 * <p>Must not know: Kafka, Spring, models.
 */
package io.percept.vision;

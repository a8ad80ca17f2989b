/**
 * Image files to RGB: allow list, header check and strict decoders.
 *
 * <p>May use: contract, JDK, ImageIO plug-ins, Caffeine.
 *
 * <p>Must not know: models, resizing, orientation of a particular use.
 */
package io.percept.vision.codec;

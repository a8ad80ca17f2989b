/**
 * Reads web pages into texts and images in the order in which a reader meets them.
 *
 * <p>May use: contract, jsoup.
 *
 * <p>Must not know: fetching, pixels, Spring.
 */
package io.percept.resolve.page;

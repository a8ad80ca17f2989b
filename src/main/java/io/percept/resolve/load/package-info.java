/**
 * Loads documents: pages are read, images fetched and prepared, all in reading order.
 *
 * <p>May use: resolve.page, vision, contract.
 *
 * <p>Must not know: the model, filters, Spring.
 */
package io.percept.resolve.load;

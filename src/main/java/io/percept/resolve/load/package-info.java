/**
 * Loads documents: pages are read, images fetched and prepared, all in reading order.
 *
 * <p>May use: resolve.page, vision, contract; of resolve.fetch how addresses are read and shown, of prompt.alttext which
 * texts say nothing.
 *
 * <p>Must not know: the model, filters, Spring.
 */
package io.percept.resolve.load;

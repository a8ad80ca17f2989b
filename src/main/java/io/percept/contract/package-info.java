/**
 * Events and results as records.
 *
 * <p>May use: the JDK.
 *
 * <p>Must not know: everything else, how they are encoded as well.
 */
package io.percept.contract;

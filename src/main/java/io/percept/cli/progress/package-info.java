/**
 * How far a command is, for a person who waits for it.
 *
 * <p>May use: the library that draws the bar.
 *
 * <p>Must not know: Kafka, Spring, engines, what the steps do.
 */
package io.percept.cli.progress;

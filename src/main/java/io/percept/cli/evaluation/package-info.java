/**
 * Figures of a bundle on a set of cases: the same figures, by the same definitions, as {@code percept_training.evaluate}.
 *
 * <p>May use: of intake how a bundle is run, worker, prompt, vision, engine, contract, Jackson.
 *
 * <p>Must not know: Kafka, Spring, how the engines run.
 */
package io.percept.cli.evaluation;

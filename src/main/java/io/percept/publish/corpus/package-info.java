/**
 * Writes collected documents to files: JSON lines and Parquet.
 *
 * <p>May use: contract, the Parquet library.
 *
 * <p>Must not know: Kafka, Spring, where documents come from.
 */
package io.percept.publish.corpus;

/**
 * The enrichment of one event, whichever way it came in: resolves its document, plans its tasks, has the model worker do them, decides by
 * its policy, searches for evidence; runs the model, and keeps outcomes for a while.
 *
 * <p>May use: policy, resolve, worker, prompt, vision, engine, contract, Spring, Caffeine, Micrometer.
 *
 * <p>Must not know: Kafka, HTTP, where results go.
 */
package io.percept.intake.enrichment;

/**
 * Says whether an engine computes what the training framework computed, and the same in any batch.
 *
 * <p>May use: the engine's interfaces, Gson.
 *
 * <p>Must not know: which engine it is.
 */
package io.percept.engine.golden;

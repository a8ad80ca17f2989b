/**
 * Chooses and opens the engine that was asked for: the ONNX Runtime on the CPU, TensorRT, or the ONNX Runtime with TensorRT.
 *
 * <p>May use: all engines.
 *
 * <p>Must not know: who asks.
 */
package io.percept.engine.launch;

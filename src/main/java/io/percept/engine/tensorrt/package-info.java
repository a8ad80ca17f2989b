/**
 * TensorRT 10 as an engine of DJL, and the bundle's encoder and decoder on it with the cache in device memory.
 *
 * <p>In two parts. What can be thought without a GPU (profiles, bindings, memory, where bytes go) stands against the
 * interfaces {@link io.percept.engine.tensorrt.Device}, {@link io.percept.engine.tensorrt.Plan} and
 * {@link io.percept.engine.tensorrt.Execution}, and is tested on a device in memory. The rest ({@code Cuda…}, {@code
 * NvInfer…}, {@code TensorRt…}) calls the libraries and holds no decisions.
 *
 * <p>May use: the engine's interfaces, engine.golden, the ONNX check, DJL, the bindings of CUDA and TensorRT.
 *
 * <p>Must not know: the worker, Kafka, Spring.
 */
package io.percept.engine.tensorrt;

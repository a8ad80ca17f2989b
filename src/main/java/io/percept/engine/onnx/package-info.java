/**
 * Reads ONNX files, says whether TensorRT can build them, and puts their products into a lower precision.
 *
 * <p>May use: the generated classes of the file format, protobuf. No engine is needed for anything here.
 *
 * <p>Must not know: bundles, DJL, CUDA.
 */
package io.percept.engine.onnx;

package io.percept.engine.tensorrt;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns return codes of CUDA into failures that name the call and the reason. */
final class Cuda {

    private Cuda() {}

    /** Checks a code of the runtime API ({@code cuda…}). */
    static void check(int code, String call) {
        if (code != cudart.cudaSuccess) {
            throw new DeviceFailure("%s failed: %s (%s)"
                    .formatted(
                            call,
                            cudart.cudaGetErrorString(code).getString(),
                            cudart.cudaGetErrorName(code).getString()));
        }
    }

    /** Checks a code of the driver API ({@code cu…}). */
    static void checkDriver(int code, String call) {
        if (code != cudart.CUDA_SUCCESS) {
            try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
                boolean known = cudart.cuGetErrorString(code, text) == cudart.CUDA_SUCCESS;
                String reason = known ? text.get(BytePointer.class, 0).getString() : "unknown reason";
                throw new DeviceFailure("%s failed: %s (%d)".formatted(call, reason, code));
            }
        }
    }

    /** Checks a code of the run-time compiler ({@code nvrtc…}). */
    static void checkCompiler(int code, String call) {
        if (code != nvrtc.NVRTC_SUCCESS) {
            throw new DeviceFailure("%s failed: %s"
                    .formatted(call, nvrtc.nvrtcGetErrorString(code).getString()));
        }
    }
}

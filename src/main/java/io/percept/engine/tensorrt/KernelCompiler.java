package io.percept.engine.tensorrt;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles a kernel for one architecture with NVRTC, which needs no GPU. */
final class KernelCompiler {

    private KernelCompiler() {}

    /**
     * @param architecture such as {@code sm90}
     * @return the binary, as the driver loads it
     * @throws DeviceFailure with the compiler's log
     */
    static byte[] compile(String source, String name, String architecture) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source);
                BytePointer file = new BytePointer(name)) {
            Cuda.checkCompiler(
                    nvrtc.nvrtcCreateProgram(
                            program, text, file, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
                    "nvrtcCreateProgram");
            return compiled(program, name, architecture);
        } finally {
            nvrtc.nvrtcDestroyProgram(program);
        }
    }

    private static byte[] compiled(_nvrtcProgram program, String name, String architecture) {
        String target = "--gpu-architecture=" + architecture.replace("sm", "sm_");
        try (PointerPointer<BytePointer> options = new PointerPointer<>(target);
                SizeTPointer size = new SizeTPointer(1)) {
            int code = nvrtc.nvrtcCompileProgram(program, 1, options);
            if (code != nvrtc.NVRTC_SUCCESS) {
                throw new DeviceFailure("NVRTC cannot compile %s for %s: %s: %s"
                        .formatted(
                                name,
                                architecture,
                                nvrtc.nvrtcGetErrorString(code).getString(),
                                log(program)));
            }
            Cuda.checkCompiler(nvrtc.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
            byte[] binary = new byte[Math.toIntExact(size.get())];
            Cuda.checkCompiler(nvrtc.nvrtcGetCUBIN(program, binary), "nvrtcGetCUBIN");
            return binary;
        }
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            if (nvrtc.nvrtcGetProgramLogSize(program, size) != nvrtc.NVRTC_SUCCESS) {
                return "no log";
            }
            byte[] log = new byte[Math.toIntExact(size.get())];
            nvrtc.nvrtcGetProgramLog(program, log);
            return new String(log, StandardCharsets.UTF_8).trim();
        }
    }
}

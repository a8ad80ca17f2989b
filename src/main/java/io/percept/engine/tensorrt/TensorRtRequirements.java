package io.percept.engine.tensorrt;

import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import io.percept.engine.EngineFailure;
import io.percept.engine.EngineUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What TensorRT needs of a machine, looked for before any of it is loaded for good: all that is missing is said at once, in one
 * sentence that also says how to go on.
 */
public final class TensorRtRequirements {

    static {
        // Whatever uses TensorRT asks for its requirements first, so that this comes before the bindings.
        JavaCppLimits.lift(System.getProperties());
    }

    /** Looks at a machine. */
    interface Machine {

        /** Whether the dynamic linker, or a jar on the class path, has a library. */
        boolean hasLibrary(String name);

        /** Devices that the driver shows. */
        int devices();

        /** Whether this build has the native side of the bindings. */
        boolean hasBindings();
    }

    private static final String DRIVER = "libcuda.so.1";
    private static final String TENSORRT = "libnvinfer.so.10";
    private static final String PLUGINS = "libnvinfer_plugin.so.10";

    /** File to what it belongs to. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry(DRIVER, "the NVIDIA driver"),
            Map.entry("libcudart.so.13", "the CUDA 13 runtime"),
            Map.entry("libnvrtc.so.13", "CUDA 13's NVRTC"),
            Map.entry("libcublas.so.13", "CUDA 13's cuBLAS"),
            Map.entry("libcublasLt.so.13", "the second library of CUDA 13's cuBLAS"),
            Map.entry("libcudnn_graph.so.9", "cuDNN 9"),
            Map.entry("libcudnn_ops.so.9", "cuDNN 9's operations"),
            Map.entry("libcudnn_cnn.so.9", "cuDNN 9's convolutions"),
            Map.entry("libcudnn_adv.so.9", "cuDNN 9's further operations"),
            Map.entry(TENSORRT, "TensorRT 10"),
            Map.entry("libnvonnxparser.so.10", "TensorRT 10's parser"),
            Map.entry(PLUGINS, "TensorRT 10's plugins"),
            Map.entry("libcudart.so.12", "the CUDA 12 runtime"),
            Map.entry("libcublas.so.12", "CUDA 12's cuBLAS"),
            Map.entry("libcublasLt.so.12", "the second library of CUDA 12's cuBLAS"),
            Map.entry("libcudnn.so.9", "cuDNN 9"));

    /**
     * Our code calls neither cuBLAS nor cuDNN, but the bindings of TensorRT load those of both, which are linked to all of these,
     * and fail where one is not there.
     */
    private static final List<String> TO_RUN = List.of(
            DRIVER,
            "libcudart.so.13",
            "libnvrtc.so.13",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn_adv.so.9",
            TENSORRT);

    private static final List<String> TO_BUILD = List.of("libnvonnxparser.so.10", PLUGINS);

    /**
     * What the ONNX Runtime's provider is linked to, by its build files (cmake/onnxruntime_providers_tensorrt.cmake), whether it parses
     * graphs itself or not. It is made for another CUDA than our bindings are.
     */
    private static final List<String> OF_PROVIDER = List.of(
            DRIVER, "libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcudnn.so.9", TENSORRT, PLUGINS);

    private static final String WITHOUT =
            "go on with the CPU by percept.engine.name=onnxruntime (on the command line --engine"
                    + " onnxruntime), or by percept.engine.fallback=cpu wherever it cannot run.";

    private final Machine machine;

    public TensorRtRequirements() {
        this(new ThisMachine());
    }

    TensorRtRequirements(Machine machine) {
        this.machine = machine;
    }

    /** @throws EngineUnavailable in one sentence, if anything is missing that running plans needs */
    public void require() {
        require(TO_RUN);
    }

    /** @throws EngineUnavailable in one sentence, if anything is missing that building plans needs */
    public void requireForBuilding() {
        List<String> libraries = new ArrayList<>(TO_RUN);
        libraries.addAll(TO_BUILD);
        require(libraries);
    }

    private void require(List<String> libraries) {
        List<String> missing = missing(libraries);
        if (!machine.hasBindings()) {
            missing.add("the native side of the bindings (a build with ./mvnw -Pgpu package has it)");
        }
        refuse(TensorRtEngine.NAME, missing);
    }

    /**
     * The same for the ONNX Runtime's TensorRT provider, which brings bindings of its own.
     *
     * @param provider whether the ONNX Runtime of this build has the provider
     * @throws EngineUnavailable in one sentence, if anything is missing that the provider needs
     */
    public void requireForOnnxRuntime(boolean provider) {
        List<String> missing = missing(OF_PROVIDER);
        if (!provider) {
            missing.add("the ONNX Runtime's TensorRT provider (a build with ./mvnw -Pgpu package has it)");
        }
        refuse("The ONNX Runtime with TensorRT", missing);
    }

    private List<String> missing(List<String> libraries) {
        List<String> missing = new ArrayList<>();
        for (String library : libraries) {
            if (!machine.hasLibrary(library)) {
                missing.add(NAMES.get(library) + " (" + library + ")");
            }
        }
        if (!machine.hasLibrary(DRIVER) || machine.devices() == 0) {
            missing.add("a CUDA device");
        }
        return missing;
    }

    private static void refuse(String engine, List<String> missing) {
        if (!missing.isEmpty()) {
            throw new EngineUnavailable(sentence(engine, missing));
        }
    }

    private static String sentence(String engine, List<String> missing) {
        return engine + " was asked for, but here is missing: " + String.join(", ", missing) + "; install it, or "
                + WITHOUT;
    }

    /**
     * Does what needs a GPU; a failure of the engine, of CUDA, of TensorRT or of their libraries becomes a sentence that also says how to
     * go on.
     *
     * @throws EngineUnavailable if the GPU, its driver or its libraries fail
     */
    static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineFailure | LinkageError e) {
            throw failed(e);
        }
    }

    /** The sentence of {@link #guarded} for a failure that has happened elsewhere, such as in an engine's first calls. */
    public static EngineUnavailable failed(Throwable failure) {
        return new EngineUnavailable(
                "TensorRT was asked for, but fails here: " + failure.getMessage() + "; mend that, or " + WITHOUT,
                failure);
    }

    /** The machine that this process runs on. */
    static final class ThisMachine implements Machine {

        private static final String NATIVES = "/org/bytedeco/%s/linux-x86_64/%s";

        @Override
        public boolean hasLibrary(String name) {
            if (onClassPath("tensorrt", name)) {
                return true;
            }
            try {
                NativeLibrary.getInstance(name);
                return true;
            } catch (UnsatisfiedLinkError e) {
                return false;
            }
        }

        @Override
        public int devices() {
            try {
                NativeLibrary driver = NativeLibrary.getInstance(DRIVER);
                IntByReference count = new IntByReference();
                boolean answers = driver.getFunction("cuInit").invokeInt(new Object[] {0}) == 0
                        && driver.getFunction("cuDeviceGetCount").invokeInt(new Object[] {count}) == 0;
                return answers ? count.getValue() : 0;
            } catch (UnsatisfiedLinkError e) {
                return 0;
            }
        }

        @Override
        public boolean hasBindings() {
            return onClassPath("cuda", "libjnicudart.so") && onClassPath("tensorrt", "libjninvinfer.so");
        }

        private static boolean onClassPath(String preset, String library) {
            return TensorRtRequirements.class.getResource(NATIVES.formatted(preset, library)) != null;
        }
    }
}

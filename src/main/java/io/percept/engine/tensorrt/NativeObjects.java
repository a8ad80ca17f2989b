package io.percept.engine.tensorrt;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;

/**
 * Deletes objects that TensorRT has made. TensorRT 10 wants a C++ {@code delete}, and the bindings do not attach one to what
 * factories return (bytedeco/javacpp-presets issue 1699): {@code deallocate()} does nothing, in silence. But their native code
 * has a function per class that deletes, which they attach to objects made by a constructor. So an object of the class is made,
 * the function is read off it, and it is called for the object in question. The bindings have no public way to do so.
 */
final class NativeObjects {

    /** A class's empty object; its native constructor does nothing but zero a field. */
    private static final Map<Class<? extends Pointer>, Supplier<Pointer>> EMPTY = Map.of(
            IRuntime.class, IRuntime::new,
            ICudaEngine.class, ICudaEngine::new,
            IExecutionContext.class, IExecutionContext::new,
            IBuilder.class, IBuilder::new,
            IBuilderConfig.class, IBuilderConfig::new,
            INetworkDefinition.class, INetworkDefinition::new,
            IHostMemory.class, IHostMemory::new,
            ITimingCache.class, ITimingCache::new);

    private static final Map<Class<?>, Long> DELETERS = new ConcurrentHashMap<>();

    private NativeObjects() {}

    /** Deletes an object; it must be of a class that TensorRT lets its users own. */
    static void delete(Pointer object) {
        if (object == null || object.isNull()) {
            return;
        }
        try {
            long deleter = DELETERS.computeIfAbsent(object.getClass(), NativeObjects::deleter);
            Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
            Constructor<?> constructor = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
            constructor.setAccessible(true);
            Method deallocate = type.getMethod("deallocate");
            deallocate.setAccessible(true);
            deallocate.invoke(constructor.newInstance(object, object.address(), deleter));
            object.setNull();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of JavaCPP cannot delete " + object.getClass(), e);
        }
    }

    private static long deleter(Class<?> type) {
        try (Pointer empty = EMPTY.get(type).get()) {
            Method deallocator = Pointer.class.getDeclaredMethod("deallocator");
            deallocator.setAccessible(true);
            Object function = deallocator.invoke(empty);
            Method address = function.getClass().getMethod("deallocatorAddress");
            address.setAccessible(true);
            return (long) address.invoke(function);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of JavaCPP does not show how to delete " + type, e);
        }
    }
}

package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.DecoderRow;
import io.percept.engine.ModelEngine;
import io.percept.engine.PixelSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A worker on an engine whose calls are watched; the two are taken out together. */
final class WatchedWorker {

    private static final System.Logger LOG = System.getLogger(WatchedWorker.class.getName());

    private final ModelEngine engine;
    private final CallWatch encoder;
    private final CallWatch decoder;
    private final WatchedEncoder encoding;
    private final ModelWorker worker;
    private final WorkerListener listener;
    private final AtomicBoolean out = new AtomicBoolean();

    /**
     * @param engine closed with the worker
     * @param onLoss is told, on a thread of the engine, that {@link #lost} has something to say
     */
    WatchedWorker(
            Bundle bundle,
            ModelEngine engine,
            WorkerOptions options,
            PoolShared shared,
            WorkerListener listener,
            Runnable onLoss) {
        this.engine = engine;
        this.listener = listener;
        this.encoder = new CallWatch(EnginePart.ENCODER, () -> encodeGrey(bundle), onLoss);
        this.decoder = new CallWatch(EnginePart.DECODER, () -> decodeOne(bundle), onLoss);
        this.encoding = new WatchedEncoder(engine.encoder(), encoder, shared.caution());
        this.worker = new ModelWorker(
                bundle,
                encoding,
                new WatchedDecoder(engine.decoder(), decoder),
                options,
                shared.embeddings(),
                shared::expectedByOne,
                () -> shared.caution().isTaken(EnginePart.DECODER),
                listener);
    }

    ModelWorker worker() {
        return worker;
    }

    /** Why the engine is of no use any more, or its worker does nothing more, if so. */
    Optional<EngineTrouble> lost() {
        return encoder.trouble().or(decoder::trouble).or(() -> worker.failure()
                .map(cause -> EngineTrouble.failure(EnginePart.DECODER, cause)));
    }

    /** What has been in one call for so many intervals. To be called once per interval. */
    Optional<EnginePart> hangs(int intervals) {
        // Both, since each counts when it is asked.
        int ofEncoder = encoder.intervals();
        int ofDecoder = decoder.intervals();
        if (ofEncoder < intervals && ofDecoder < intervals) {
            return Optional.empty();
        }
        return Optional.of(ofEncoder < intervals ? decoder.part() : encoder.part());
    }

    /**
     * Fails the image or the plan that makes the engine hang, for good, where it is alone there and thus known; says whether it is. For
     * the thread that asked {@link #hangs}.
     */
    boolean blame(EngineTrouble hang) {
        return switch (hang.part()) {
            case ENCODER -> blame(
                    encoder,
                    encoding.alone(),
                    image -> worker.fail(image, alone("The encoder hung on an image", hang)));
            case DECODER -> blame(
                    decoder,
                    worker.aloneInDecoder(),
                    plan -> plan.fail(alone(
                            "The decoder hung on a plan of %d tokens"
                                    .formatted(plan.plan().length()),
                            hang)));
        };
    }

    /** @param culprit as it was before the call is looked at again: one that has come back meanwhile is nobody's fault */
    private static <T> boolean blame(CallWatch calls, Optional<T> culprit, Consumer<T> fail) {
        if (culprit.isEmpty() || !calls.isStillUnderWay()) {
            return false;
        }
        fail.accept(culprit.get());
        return true;
    }

    private static PerceptException alone(String what, EngineTrouble hang) {
        return new PerceptException(ErrorCode.ENGINE_FAILED, what + ", also alone: " + hang.message() + ".");
    }

    /**
     * Fails all plans and closes the engine; only the first call counts. Java cannot end a native call, so where one does not come back in time its
     * thread and the engine are left behind, and end with it if it ever does.
     */
    void takeOut(PerceptException reason, Duration grace) {
        if (!out.compareAndSet(false, true)) {
            return;
        }
        worker.abandon(reason);
        if (worker.awaitEnd(grace)) {
            closeEngine();
            return;
        }
        listener.enginesStuck(1);
        Thread.ofVirtual().name("percept-stuck-engine").start(() -> {
            worker.awaitEnd();
            closeEngine();
            listener.enginesStuck(-1);
        });
    }

    private void closeEngine() {
        try {
            engine.close();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "An engine that was taken out could not be closed", e);
        }
    }

    private void encodeGrey(Bundle bundle) {
        engine.encoder().encode(List.of(PixelSource.grey(bundle.image())));
    }

    private void decodeOne(Bundle bundle) {
        int[] ids = {bundle.specialTokens().eos()};
        engine.decoder().extend(null, List.of(DecoderRow.prompt(ids, new int[] {-1}, List.of(), 0, 0, false)));
    }
}

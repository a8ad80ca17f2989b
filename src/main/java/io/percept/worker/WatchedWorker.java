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
     * @param caution whether each image has a call of the encoder of its own
     * @param onLoss is told, on a thread of the engine, that {@link #lost} has something to say
     */
    WatchedWorker(
            Bundle bundle,
            ModelEngine engine,
            WorkerOptions options,
            EmbeddingCache embeddings,
            WorkerListener listener,
            Caution caution,
            Runnable onLoss) {
        this.engine = engine;
        this.listener = listener;
        this.encoder = new CallWatch(EnginePart.ENCODER, () -> encodeGrey(bundle), onLoss);
        this.decoder = new CallWatch(EnginePart.DECODER, () -> decodeOne(bundle), onLoss);
        this.encoding = new WatchedEncoder(engine.encoder(), encoder, caution);
        this.worker = new ModelWorker(
                bundle, encoding, new WatchedDecoder(engine.decoder(), decoder), options, embeddings, listener);
    }

    ModelWorker worker() {
        return worker;
    }

    Optional<EngineTrouble> lost() {
        return encoder.trouble().or(decoder::trouble);
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

    /** Fails the image that makes the encoder hang, for good, where it is known; says whether it is. */
    boolean blameImage(EngineTrouble hang) {
        Optional<PixelSource> culprit = hang.part() == EnginePart.ENCODER ? encoding.alone() : Optional.empty();
        culprit.ifPresent(image -> worker.fail(
                image,
                new PerceptException(
                        ErrorCode.ENGINE_FAILED, "The encoder hung on an image, also alone: " + hang.message() + ".")));
        return culprit.isPresent();
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

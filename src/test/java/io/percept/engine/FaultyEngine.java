package io.percept.engine;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * Does as another engine does until it is told to hang, to throw or to run out of memory. What hangs ignores interrupts, as a
 * native call does, until it is {@link #release released}; then it fails.
 */
public final class FaultyEngine implements ModelEngine {

    private enum Fault {
        NONE,
        HANG,
        THROW
    }

    /** Room for the small images of tests. */
    private static final int POISON_BUFFER = 1 << 20;

    private final ModelEngine engine;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Fault ofEncoder = Fault.NONE;
    private volatile Fault ofDecoder = Fault.NONE;
    private volatile Fault ofCaches = Fault.NONE;
    private volatile int mostRows = Integer.MAX_VALUE;
    private volatile float poisonPixel = Float.NaN;
    private volatile int poisonToken = -1;
    private volatile boolean closed;

    public FaultyEngine(ModelEngine engine) {
        this.engine = engine;
    }

    public FaultyEngine hangingEncoder() {
        ofEncoder = Fault.HANG;
        return this;
    }

    public FaultyEngine hangingDecoder() {
        ofDecoder = Fault.HANG;
        return this;
    }

    public FaultyEngine failingDecoder() {
        ofDecoder = Fault.THROW;
        return this;
    }

    /** Fails where a cache is made. */
    public FaultyEngine failingCaches() {
        ofCaches = Fault.THROW;
        return this;
    }

    public FaultyEngine failingEncoder() {
        ofEncoder = Fault.THROW;
        return this;
    }

    /** Hangs on each image that has this value, between 0 and 255, in its first place. */
    public FaultyEngine hangingOn(float pixel) {
        poisonPixel = pixel;
        return this;
    }

    /** Hangs on each call of the decoder that has this token in it. */
    public FaultyEngine hangingOnToken(int id) {
        poisonToken = id;
        return this;
    }

    /** Has memory for so many images or sequences per call. */
    public FaultyEngine withMemoryFor(int rows) {
        mostRows = rows;
        return this;
    }

    /** Lets calls that hang come back. */
    public void release() {
        released.countDown();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public VisionEncoder encoder() {
        return new VisionEncoder() {
            @Override
            public int maxBatch() {
                return engine.encoder().maxBatch();
            }

            @Override
            public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
                meet(ofEncoder, images.size());
                if (!Float.isNaN(poisonPixel) && images.stream().anyMatch(FaultyEngine.this::isPoison)) {
                    hang();
                }
                return engine.encoder().encode(images);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public TextDecoder decoder() {
        return new TextDecoder() {
            @Override
            public KeyValueCache newCache(int capacity, int rows) {
                meet(ofCaches, 0);
                return engine.decoder().newCache(capacity, rows);
            }

            @Override
            public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
                meet(ofDecoder, rows.size());
                if (rows.stream().anyMatch(FaultyEngine.this::isPoison)) {
                    hang();
                }
                return engine.decoder().extend(cache, rows);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String identity() {
        return engine.identity();
    }

    @Override
    public void close() {
        closed = true;
        engine.close();
    }

    private boolean isPoison(PixelSource image) {
        FloatBuffer pixels = FloatBuffer.allocate(POISON_BUFFER);
        image.writeTo(pixels);
        return Math.round(pixels.get(0) * 255) == poisonPixel;
    }

    private boolean isPoison(DecoderRow row) {
        return IntStream.range(row.from(), row.from() + row.count()).anyMatch(at -> row.ids()[at] == poisonToken);
    }

    private void meet(Fault fault, int rows) {
        if (fault == Fault.HANG) {
            hang();
        }
        if (fault == Fault.THROW) {
            throw new EngineFailure("an illegal memory access was encountered", null);
        }
        if (rows > mostRows) {
            throw new EngineFailure("out of device memory for " + rows, null);
        }
    }

    private void hang() {
        while (true) {
            try {
                released.await();
                throw new EngineFailure("interrupted at last", null);
            } catch (InterruptedException e) {
                // As if it were native.
            }
        }
    }
}

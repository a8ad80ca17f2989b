package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.vision.BicubicResizer;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageDecoder;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.ImageLimits;
import io.percept.vision.codec.RgbImage;
import io.percept.vision.codec.RowSink;
import io.percept.vision.codec.SampleBuffers;
import io.percept.worker.ModelWorker;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What becomes of a JPEG before the encoder, on one thread: decode (reduced or not), resize, and both with the checks. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class ImageParts {

    @Param({"THUMBNAILS", "PHOTOS", "LARGE_PHOTOS"})
    String pictures;

    private ImagePreprocessor preprocessor;
    private byte[] jpeg;
    private ImageHeader header;
    private RgbImage decoded;
    private Mix mix;
    private int size;
    private int enough;
    private BicubicResizer resizer;
    private final SampleBuffers buffers = new SampleBuffers();

    @Setup(Level.Trial)
    public void setUp() {
        preprocessor = new ImagePreprocessor(
                ModelWorker.imageSpec(Bundle.load(Path.of("model-worker", "models", "percept-tiny"))));
        size = preprocessor.spec().size();
        enough = size * 3 / 2;
        mix = Mix.valueOf(pictures);
        jpeg = PictureComposer.jpeg(mix.width(), mix.height(), 1);
        header = ImageLimits.DEFAULT.check(jpeg);
        resizer = new BicubicResizer(size, size);
        RgbImage.Collector rows = new RgbImage.Collector();
        ImageDecoder.decode(jpeg, header, enough, enough, buffers, rows);
        decoded = rows.image();
    }

    /** The last row alone. */
    private static final class Last implements RowSink {

        private byte[] row;

        @Override
        public void begin(int width, int height) {}

        @Override
        public void row(byte[] rgb, int offset) {
            row = rgb;
        }
    }

    private byte[] decode(int width, int height) {
        Last rows = new Last();
        ImageDecoder.decode(jpeg, header, width, height, buffers, rows);
        return rows.row;
    }

    @Benchmark
    public byte[] decode() {
        return decode(enough, enough);
    }

    @Benchmark
    public byte[] decodeInFull() {
        return decode(mix.width(), mix.height());
    }

    @Benchmark
    public RgbImage resize() {
        decoded.writeTo(resizer);
        return resizer.image();
    }

    @Benchmark
    public PreparedImage prepare() {
        return preprocessor.prepare(jpeg);
    }
}

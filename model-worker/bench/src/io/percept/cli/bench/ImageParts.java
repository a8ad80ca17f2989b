package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.vision.BicubicResizer;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageDecoder;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.ImageLimits;
import io.percept.vision.codec.RgbImage;
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

    @Setup(Level.Trial)
    public void setUp() {
        preprocessor = new ImagePreprocessor(
                ModelWorker.imageSpec(Bundle.load(Path.of("model-worker", "models", "percept-tiny"))));
        size = preprocessor.spec().size();
        enough = size * 3 / 2;
        mix = Mix.valueOf(pictures);
        jpeg = PictureComposer.jpeg(mix.width(), mix.height(), 1);
        header = ImageLimits.DEFAULT.check(jpeg);
        decoded = decode();
    }

    @Benchmark
    public RgbImage decode() {
        return ImageDecoder.decode(jpeg, header, enough, enough);
    }

    @Benchmark
    public RgbImage decodeInFull() {
        return ImageDecoder.decode(jpeg, header, mix.width(), mix.height());
    }

    @Benchmark
    public RgbImage resize() {
        return BicubicResizer.resize(decoded, size, size);
    }

    @Benchmark
    public PreparedImage prepare() {
        return preprocessor.prepare(jpeg);
    }
}

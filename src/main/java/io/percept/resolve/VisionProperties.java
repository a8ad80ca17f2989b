package io.percept.resolve;

import io.percept.vision.FrameOptions;
import io.percept.vision.codec.AnimationLimits;
import io.percept.vision.codec.ImageLimits;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code percept.vision.*}: what decoding may cost.
 *
 * @param maxBytes of an encoded image; longer ones are refused unread. Default 20 MB
 * @param maxPixels of an image, by its header. While it is decoded, a pixel takes at most 3 bytes of a PNG, 7 of a BMP, 13 of a GIF, 28 of
 *     a WebP, 40 of an animated one, of a JPEG 12, or 2 where an eighth of its sides is enough; one that a camera held sideways 6 more
 *     of a JPEG at full size and 3 of a PNG. All that are decoded at once may take half of the heap: an image waits
 *     for its turn, and one that would not fit even alone is refused. Default 50 million
 * @param threads images decoded at once, where memory allows. Default 0: one per processor
 * @param queue fetched images that may wait for their decoding as bytes; when they are that many, no more are fetched. Images that
 *     came with their event are bounded by {@code percept.intake.max-in-flight-bytes}. Default 64
 * @param cache memory for the pixels of images that come again; percept-tiny's take 77 kB each. 0: only an image that is being
 *     decoded is shared. Default 16 MB
 * @param timeLimit of processor time for decoding one image; time in which its thread has no processor, as the process is stopped or the
 *     machine is busy, does not count. Default 10 s
 * @param frames of an animated image that are looked at, those that differ most; each costs as much as an image. 1: the first
 *     one alone. Where more of them differ, a moderation says in {@code unseen} how many were seen. Default 4
 * @param maxFrames of an animated image, by its headers; all of them are decoded to choose. Default 1000
 * @param maxAnimationPixels frames times pixels of an animated image, by its headers. Default 250 million
 */
@Validated
@ConfigurationProperties("percept.vision")
public record VisionProperties(
        @NotNull @DefaultValue("20MB") DataSize maxBytes,
        @Min(1) @Max(Integer.MAX_VALUE / 8) @DefaultValue("50000000") long maxPixels,
        @Min(0) @DefaultValue("0") int threads,
        @Min(1) @DefaultValue("64") int queue,
        @NotNull @DefaultValue("16MB") DataSize cache,
        @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration timeLimit,
        @Min(1) @Max(16) @DefaultValue("4") int frames,
        @Min(1) @DefaultValue("1000") int maxFrames,
        @Min(1) @DefaultValue("250000000") long maxAnimationPixels) {

    @AssertTrue(
            message =
                    "percept.vision.cache must not be negative: give the memory for pixels, such as 16MB, or 0 to keep none")
    boolean isCachePossible() {
        return cache == null || !cache.isNegative();
    }

    /** Every value at its default, for use without Spring's environment. */
    public static VisionProperties defaults() {
        return new Binder(new MapConfigurationPropertySource()).bindOrCreate("percept.vision", VisionProperties.class);
    }

    public ImageLimits limits() {
        return new ImageLimits(maxBytes.toBytes(), maxPixels);
    }

    public FrameOptions frameOptions() {
        return new FrameOptions(frames, new AnimationLimits(maxFrames, maxAnimationPixels));
    }

    /** The number of threads with the default filled in. */
    public int decodeThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}

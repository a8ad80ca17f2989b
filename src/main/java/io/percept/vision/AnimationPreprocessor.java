package io.percept.vision;

import io.percept.vision.FrameSampler.Choice;
import io.percept.vision.FrameSampler.Chosen;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.codec.Animation;
import io.percept.vision.codec.ImageHeader;
import io.percept.vision.codec.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Animations to a few squares of pixels. It watches the animation once to choose frames, and again up to the last one that
 * was chosen, so that it never holds more than one frame and the squares. Thread-safe.
 */
final class AnimationPreprocessor {

    /** Browsers show frames that state 10 ms or less, mostly by mistake, for so long. */
    private static final int USUAL_MILLIS = 100;

    private final ImagePreprocessor pictures;
    private final FrameOptions options;

    AnimationPreprocessor(ImagePreprocessor pictures, FrameOptions options) {
        this.pictures = pictures;
        this.options = options;
    }

    /** The frames, or nothing where the file is a still picture, or no more than its first one is decoded or wanted. */
    Optional<PreparedFrames> prepare(byte[] bytes, ContentDigest digest, ImageHeader header) {
        if (options.frames() == 1) {
            return Optional.empty();
        }
        return watch(bytes, header).map(watched -> {
            Choice choice = FrameSampler.choose(watched.signatures, watched.shown, options.frames());
            return new PreparedFrames(
                    squares(bytes, digest, header, choice.frames(), watched.shown),
                    representative(choice.frames()),
                    watched.signatures.size(),
                    time(watched.shown, watched.shown.size()),
                    choice.complete());
        });
    }

    /** Apart from the second look, so that the canvas of this one is nobody's any more when that one has its own. */
    private Optional<Watched> watch(byte[] bytes, ImageHeader header) {
        Optional<Animation> opened = Animation.open(bytes, header, options.limits());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        Animation animation = opened.get();
        Watched watched = new Watched(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < animation.frames(); i++) {
            watched.signatures.add(FrameSignature.of(animation.next()));
            int stated = animation.statedMillis();
            watched.shown.add(stated <= 10 ? USUAL_MILLIS : stated);
        }
        return Optional.of(watched);
    }

    private List<PreparedFrame> squares(
            byte[] bytes, ContentDigest file, ImageHeader header, List<Chosen> chosen, List<Integer> shown) {
        List<PreparedFrame> frames = new ArrayList<>(chosen.size());
        Animation animation = Animation.open(bytes, header, options.limits()).orElseThrow();
        int index = 0;
        for (Chosen one : chosen) {
            RgbImage picture = animation.next();
            for (; index < one.index(); index++) {
                picture = animation.next();
            }
            index++;
            ContentDigest digest = chosen.size() == 1 ? file : file.ofFrame(one.index());
            frames.add(new PreparedFrame(
                    pictures.prepare(header, digest, picture), one.index(), time(shown, one.index())));
        }
        return frames;
    }

    private static int representative(List<Chosen> chosen) {
        return IntStream.range(0, chosen.size())
                .boxed()
                .max(Comparator.<Integer>comparingLong(i -> chosen.get(i).standsForMillis())
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    private static long time(List<Integer> shown, int frames) {
        return shown.stream().limit(frames).mapToLong(Integer::longValue).sum();
    }

    private record Watched(List<FrameSignature> signatures, List<Integer> shown) {}
}

package io.percept.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses frames of an animation by change: the first, then always the one that differs most from all that are chosen. So a
 * single frame that differs from all others is found, however short it is shown, unless more frames differ than may be chosen: then it says
 * that some were left out.
 */
final class FrameSampler {

    /**
     * Frames that differ by less look the same. Of a photograph of 320×240 pixels, noise of 8 in 255 makes 0.6, another quality of
     * WebP 1.5, and a word of 14 pixels height 1.8: where both cannot be had, the word is to be found.
     */
    private static final double SAME = 1.0;

    private FrameSampler() {}

    /**
     * A frame that was chosen.
     *
     * @param index its place in the file, from 0
     * @param standsForMillis how long it and the frames that resemble it most are shown
     */
    record Chosen(int index, long standsForMillis) {}

    /**
     * What was chosen of an animation.
     *
     * @param frames in the order of the file
     * @param complete whether each frame that was left out looks like one of them
     */
    record Choice(List<Chosen> frames, boolean complete) {}

    /**
     * @param frames of the whole animation
     * @param shownMillis of each
     * @param most how many to choose, at least 1
     */
    static Choice choose(List<FrameSignature> frames, List<Integer> shownMillis, int most) {
        int[] nearest = new int[frames.size()];
        double[] distance = new double[frames.size()];
        Arrays.fill(distance, Double.MAX_VALUE);
        List<Integer> chosen = new ArrayList<>();
        int next = 0;
        do {
            chosen.add(next);
            for (int i = 0; i < distance.length; i++) {
                double toNext = frames.get(i).distance(frames.get(next));
                if (toNext < distance[i]) {
                    distance[i] = toNext;
                    nearest[i] = next;
                }
            }
            next = farthest(distance);
        } while (chosen.size() < most && distance[next] >= SAME);
        List<Chosen> inOrder = chosen.stream()
                .sorted()
                .map(index -> new Chosen(index, standsFor(index, nearest, shownMillis)))
                .toList();
        return new Choice(inOrder, distance[next] < SAME);
    }

    private static int farthest(double[] distance) {
        int farthest = 0;
        for (int i = 1; i < distance.length; i++) {
            farthest = distance[i] > distance[farthest] ? i : farthest;
        }
        return farthest;
    }

    private static long standsFor(int index, int[] nearest, List<Integer> shownMillis) {
        long millis = 0;
        for (int i = 0; i < nearest.length; i++) {
            millis += nearest[i] == index ? shownMillis.get(i) : 0;
        }
        return millis;
    }
}

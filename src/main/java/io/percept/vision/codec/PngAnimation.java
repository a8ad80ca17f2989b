package io.percept.vision.codec;

/**
 * Counts what an animated PNG file (APNG) shows beside its still picture. Its frames are not decoded: whoever looks at the file here sees the
 * still picture, and a browser plays the frames.
 */
final class PngAnimation {

    private PngAnimation() {}

    /**
     * Pictures of a file whose header was read: 1 for a still one, else the frames of its animation. Its still picture need not be among
     * these; then a browser does not show it at all, and it is one more. The number that a file states may not be the number that it has, and
     * viewers differ in which of them they go by, so the larger one counts.
     */
    static int pictures(ByteView view) {
        boolean animated = false;
        boolean stillFound = false;
        boolean stillIsFrame = false;
        long stated = 0;
        long found = 0;
        PngChunks chunks = new PngChunks(view);
        boolean ended = false;
        while (!ended && chunks.advance()) {
            switch (chunks.name()) {
                case "acTL" -> {
                    animated = true;
                    stated = Math.max(
                            stated, chunks.length() < 4 ? 0 : Integer.toUnsignedLong(view.int32(chunks.body())));
                }
                case "fcTL" -> found++;
                case "IDAT" -> {
                    // A frame is what a control chunk stands before.
                    stillIsFrame = stillFound ? stillIsFrame : found > 0;
                    stillFound = true;
                }
                case "IEND" -> ended = true;
                default -> {
                    // Nothing that a viewer shows.
                }
            }
        }
        if (!animated) {
            return 1;
        }
        long frames = Math.max(stated, found);
        return Math.clamp(stillIsFrame ? frames : frames + 1, 1, Integer.MAX_VALUE);
    }
}

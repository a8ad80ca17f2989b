package io.percept.vision.codec;

import java.util.Optional;

/**
 * What the samples of a PNG file are shown as where it states their gamma (gAMA). Browsers apply it, so whoever takes the samples as
 * they are sees another picture than a reader does: with a gamma of 0.02 all but the brightest samples become black, and what these draw
 * is the picture. Not changed once it is made, so any thread may ask.
 */
final class PngGamma {

    /** Of a browser's display: what is stored by its inverse, a gamma of 0.45455, is shown as it is. */
    private static final double DISPLAY = 2.2;

    /** A gamma is stated in these. */
    private static final double UNITS = 100_000;

    /** Up to here a picture is somewhat lighter or darker at most, and is left as the model's training left it. */
    private static final int NEAR_FROM = 30_000;

    private static final int NEAR_TO = 70_000;

    /** Outside of these libpng takes no gamma for one. */
    private static final int LEAST = 16;

    private static final int MOST = 625_000_000;

    private final byte[] shown;

    private PngGamma(int stated, int samples) {
        shown = new byte[samples];
        double exponent = UNITS / (stated * DISPLAY);
        for (int sample = 0; sample < samples; sample++) {
            shown[sample] = (byte) Math.round(255 * Math.pow(sample / (samples - 1.0), exponent));
        }
    }

    /**
     * The gamma of a file, where it changes what is seen. None where another chunk says how the colours are meant, which then counts
     * alone. What browsers pass over counts neither for nor against it: chunks with a wrong checksum, and those behind the palette.
     *
     * @param depth bits of a sample; samples of fewer than 8 are asked for once they are spread over 8
     */
    static Optional<PngGamma> of(ByteView view, int depth) {
        int stated = stated(view);
        boolean changes = stated >= LEAST && stated <= MOST && (stated < NEAR_FROM || stated > NEAR_TO);
        return changes ? Optional.of(new PngGamma(stated, depth == 16 ? 1 << 16 : 1 << 8)) : Optional.empty();
    }

    /** What a sample is shown as, of 8 bits. */
    int shown(int sample) {
        return shown[sample] & 0xFF;
    }

    /** The same for each of some samples of 8 bits, in their place. */
    void apply(byte[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = shown[samples[i] & 0xFF];
        }
    }

    /** 0 where none counts. */
    private static int stated(ByteView view) {
        int stated = 0;
        PngChunks chunks = new PngChunks(view);
        while (chunks.advance()) {
            switch (chunks.name()) {
                case "gAMA" -> {
                    // The first one counts.
                    if (stated == 0 && chunks.length() == 4 && chunks.isSound()) {
                        stated = view.int32(chunks.body());
                    }
                }
                case "sRGB" -> {
                    if (chunks.length() == 1 && view.uint8(chunks.body()) < 4 && chunks.isSound()) {
                        return 0;
                    }
                }
                case "iCCP", "cICP" -> {
                    if (chunks.isSound()) {
                        return 0;
                    }
                }
                case "PLTE", "IDAT" -> {
                    return stated;
                }
                default -> {
                    // Says nothing of how colours are meant.
                }
            }
        }
        return stated;
    }
}

package io.percept.vision;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** The images under src/test/resources/vision and what Pillow makes of them. */
public final class Fixtures {

    /** Edge of the expected squares; generate.py has the same. */
    public static final int SIZE = 48;

    private static final float[] NONE = {0, 0, 0};
    private static final float[] ONE = {1, 1, 1};

    private Fixtures() {}

    public static ImageSpec spec(int size) {
        return new ImageSpec(size, NONE, ONE, "bicubic");
    }

    public static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/vision/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pillow's square for a fixture, read by the JDK's decoder. */
    public static byte[] expected(String name) {
        return pixels(name + ".expected.png");
    }

    /** The red, green and blue bytes of a PNG fixture, read by the JDK's decoder. */
    public static byte[] pixels(String name) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(name)));
            int[] samples = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
            byte[] rgb = new byte[samples.length];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) samples[i];
            }
            return rgb;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file of one picture shows. */
    public static PreparedFrames still(PreparedImage image) {
        return PreparedFrames.firstOf(image, 1);
    }

    public static double meanDifference(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xFF) - (other[i] & 0xFF));
        }
        return (double) sum / one.length;
    }
}

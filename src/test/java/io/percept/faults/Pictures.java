package io.percept.faults;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** A few small PNG images; few, so that traffic costs the harness and the encoder little. */
final class Pictures {

    static final int COUNT = 8;
    private static final int SIZE = 96;

    private static final List<byte[]> ALL = drawAll();

    private Pictures() {}

    static byte[] png(int number) {
        return ALL.get(number % COUNT);
    }

    /** The first half of one. */
    static byte[] truncated() {
        byte[] whole = png(0);
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** All pixels of one colour. */
    static byte[] plain(Color colour) {
        return draw(colour, colour, 0);
    }

    private static List<byte[]> drawAll() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Color ground = Color.getHSBColor(i / (float) COUNT, 0.3f, 0.9f);
            Color shape = Color.getHSBColor((i + 3) / (float) COUNT, 0.9f, 0.7f);
            all.add(draw(ground, shape, i));
        }
        return all;
    }

    private static byte[] draw(Color ground, Color shape, int number) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(ground);
        graphics.fillRect(0, 0, SIZE, SIZE);
        graphics.setColor(shape);
        graphics.fillOval(8 + 4 * number, 20, 40, 50);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

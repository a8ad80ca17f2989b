package io.percept.cli.bench;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Composes pictures that cost a decoder what photographs cost: smooth areas, edges, and the noise of a sensor over
 * all of it, as baseline JPEG with halved chroma. The same seed and size give the same pixels. Stateless.
 */
final class PictureComposer {

    /** To be counted up with every change of what is composed: pictures are kept by it. */
    static final int EDITION = 1;

    private static final int SHAPES = 24;
    /** Standard deviation in steps of 255: with this and the quality a file has two bits a pixel, as phones' photographs do. */
    private static final double NOISE = 6;

    private static final float QUALITY = 0.92f;

    private PictureComposer() {}

    static byte[] jpeg(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setPaint(new GradientPaint(0, 0, colour(random), width, height, colour(random)));
        canvas.fillRect(0, 0, width, height);
        for (int i = 0; i < SHAPES; i++) {
            shape(canvas, width, height, random);
        }
        canvas.dispose();
        noise(image, random);
        return encoded(image);
    }

    private static void shape(Graphics2D canvas, int width, int height, Random random) {
        double size = (0.05 + 0.3 * random.nextDouble()) * Math.min(width, height);
        double x = random.nextDouble() * width - size / 2;
        double y = random.nextDouble() * height - size / 2;
        canvas.setPaint(new GradientPaint(
                (float) x, (float) y, colour(random), (float) (x + size), (float) (y + size), colour(random)));
        if (random.nextBoolean()) {
            canvas.fill(new Ellipse2D.Double(x, y, size, size * (0.5 + random.nextDouble())));
            return;
        }
        Path2D polygon = new Path2D.Double();
        polygon.moveTo(x, y);
        for (int corner = 0; corner < 5; corner++) {
            polygon.lineTo(x + random.nextDouble() * size, y + random.nextDouble() * size);
        }
        polygon.closePath();
        canvas.fill(polygon);
    }

    private static void noise(BufferedImage image, Random random) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int red = noisy(row[x] >> 16 & 0xFF, random);
                int green = noisy(row[x] >> 8 & 0xFF, random);
                row[x] = red << 16 | green << 8 | noisy(row[x] & 0xFF, random);
            }
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
    }

    /** The sum of two even draws is near enough to a bell and ten times as fast. */
    private static int noisy(int value, Random random) {
        int bits = random.nextInt();
        double even = ((bits & 0xFFFF) + (bits >>> 16)) / 65535.0 - 1;
        int noisy = (int) Math.round(value + even * NOISE * Math.sqrt(6));
        return Math.clamp(noisy, 0, 255);
    }

    private static Color colour(Random random) {
        return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    private static byte[] encoded(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

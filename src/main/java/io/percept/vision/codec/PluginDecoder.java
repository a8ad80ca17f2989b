package io.percept.vision.codec;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes WebP and BMP through ImageIO's plug-ins. Samples are read from the raster itself: colour models would convert
 * grey and profiled pictures, which the model's training did not.
 */
final class PluginDecoder {

    private PluginDecoder() {}

    /** @param bytes of a still picture that {@link WebpPictures} has checked */
    static RgbImage webp(byte[] bytes, ImageHeader header) {
        return decode(bytes, header);
    }

    static RgbImage bmp(byte[] bytes, ImageHeader header) {
        checkLength(new ByteView(bytes, ImageFormat.BMP));
        return decode(bytes, header);
    }

    /**
     * The pixels of a frame of an animated WebP file: four bytes each, red, green, blue and coverage.
     *
     * @param bytes a file of {@linkplain WebpPictures#only this frame alone}
     */
    static byte[] frame(byte[] bytes, int width, int height) {
        BufferedImage image = read(bytes, ImageFormat.WEBP, width, height);
        byte[] pixels = new byte[width * height * 4];
        for (int y = 0; y < height; y++) {
            copyRow(image, y, pixels, y * width * 4);
        }
        return pixels;
    }

    private static RgbImage decode(byte[] bytes, ImageHeader header) {
        BufferedImage image = read(bytes, header.format(), header.width(), header.height());
        RgbImage result = RgbImage.blank(image.getWidth(), image.getHeight());
        byte[] rgb = result.rgb();
        byte[] row = new byte[image.getWidth() * 4];
        for (int y = 0, to = 0; y < image.getHeight(); y++) {
            copyRow(image, y, row, 0);
            for (int from = 0; from < row.length; from += 4, to += 3) {
                int alpha = row[from + 3] & 0xFF;
                rgb[to] = RgbImage.overWhite(row[from] & 0xFF, alpha);
                rgb[to + 1] = RgbImage.overWhite(row[from + 1] & 0xFF, alpha);
                rgb[to + 2] = RgbImage.overWhite(row[from + 2] & 0xFF, alpha);
            }
        }
        return result;
    }

    /** The one picture of a file, which must have a size. Everything is in memory: nothing is to be closed. */
    private static BufferedImage read(byte[] bytes, ImageFormat format, int width, int height) {
        ImageReader reader = reader(format);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), false, true);
        BufferedImage image = read(reader, format);
        if (image.getWidth() != width || image.getHeight() != height) {
            throw ImageFault.corrupt(
                    format,
                    "a picture of %dx%d stands where its headers say %dx%d"
                            .formatted(image.getWidth(), image.getHeight(), width, height));
        }
        checkDepth(image, format);
        return image;
    }

    private static BufferedImage read(ImageReader reader, ImageFormat format) {
        try {
            return reader.read(0);
        } catch (EOFException e) {
            throw ImageFault.truncated(format, "inside its picture data");
        } catch (IOException | RuntimeException e) {
            Interrupts.check();
            if (hasEnd(e)) {
                throw ImageFault.truncated(format, "inside its picture data");
            }
            throw ImageFault.corrupt(format, "it cannot be decoded (" + e.getMessage() + ")", e);
        }
    }

    private static ImageReader reader(ImageFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("no ImageIO plug-in for " + format + " on the class path");
        }
        return readers.next();
    }

    private static boolean hasEnd(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    /** Plug-ins leave rows black that a BMP file does not have, so its length is checked beforehand. */
    private static void checkLength(ByteView view) {
        int start = view.int32Little(10);
        boolean old = view.int32Little(14) == 12;
        int width = old ? view.uint16Little(18) : view.int32Little(18);
        int height = Math.abs(old ? view.uint16Little(20) : view.int32Little(22));
        int bits = view.uint16Little(old ? 24 : 28);
        int compression = old ? 0 : view.int32Little(30);
        long needed;
        if (compression > 3 && compression != 6 || compression < 0) {
            // A JPEG or PNG file within: what it says of its size nobody has checked.
            throw ImageFault.unsupported("the BMP file uses a rare coding (" + compression + ")");
        }
        if (compression == 0 || compression == 3 || compression == 6) {
            needed = ((long) width * bits + 31) / 32 * 4 * height;
        } else {
            needed = old ? 0 : Integer.toUnsignedLong(view.int32Little(34));
        }
        if (start < 0 || Integer.toUnsignedLong(start) + needed > view.bytes().length) {
            throw ImageFault.truncated(ImageFormat.BMP, "inside its picture data");
        }
        TextInDisguise.refuseAfter(ImageFormat.BMP, view.bytes(), (int) (start + needed));
    }

    /** Masks of a BMP file may give a colour any number of bits; more than eight, or none, Pillow does not read either. */
    private static void checkDepth(BufferedImage image, ImageFormat format) {
        if (image.getColorModel() instanceof IndexColorModel) {
            return;
        }
        for (int bits : image.getSampleModel().getSampleSize()) {
            if (bits < 1 || bits > 8) {
                throw ImageFault.unsupported(
                        "the " + format + " file has samples of " + bits + " bits, where 1 to 8 are read");
            }
        }
    }

    /** Writes one row as pixels of four bytes red, green, blue and coverage. */
    private static void copyRow(BufferedImage image, int y, byte[] rgba, int start) {
        Interrupts.check();
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int[] samples = raster.getPixels(0, y, image.getWidth(), 1, (int[]) null);
        if (image.getColorModel() instanceof IndexColorModel palette) {
            for (int x = 0, to = start; x < image.getWidth(); x++, to += 4) {
                int index = samples[x];
                write(rgba, to, palette.getRed(index), palette.getGreen(index), palette.getBlue(index), 255);
            }
            return;
        }
        int[] bits = raster.getSampleModel().getSampleSize();
        widen(samples, bits);
        // A single bit beside five of each colour is no coverage to Pillow, and 0 in most files.
        boolean covered = bands == 4 && bits[3] > 1;
        for (int x = 0, to = start; x < image.getWidth(); x++, to += 4) {
            int at = x * bands;
            if (bands < 3) {
                write(rgba, to, samples[at], samples[at], samples[at], bands == 2 ? samples[at + 1] : 255);
            } else {
                write(rgba, to, samples[at], samples[at + 1], samples[at + 2], covered ? samples[at + 3] : 255);
            }
        }
    }

    /** Spreads samples of fewer than eight bits over 0 to 255, rounded down as Pillow does. */
    private static void widen(int[] samples, int[] bits) {
        for (int band = 0; band < bits.length; band++) {
            if (bits[band] < 8) {
                int most = (1 << bits[band]) - 1;
                for (int i = band; i < samples.length; i += bits.length) {
                    samples[i] = samples[i] * 255 / most;
                }
            }
        }
    }

    private static void write(byte[] rgba, int to, int red, int green, int blue, int alpha) {
        rgba[to] = (byte) red;
        rgba[to + 1] = (byte) green;
        rgba[to + 2] = (byte) blue;
        rgba[to + 3] = (byte) alpha;
    }
}

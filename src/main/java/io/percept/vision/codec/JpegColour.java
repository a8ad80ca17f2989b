package io.percept.vision.codec;

/** How the components of a JPEG picture stand for colours, and their conversion to RGB in libjpeg's fixed point. */
enum JpegColour {
    GREY {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb, int offset) {
            byte[] grey = rows[0];
            for (int x = 0, to = offset; x < width; x++, to += 3) {
                rgb[to] = rgb[to + 1] = rgb[to + 2] = grey[x];
            }
        }
    },
    RGB {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb, int offset) {
            for (int x = 0, to = offset; x < width; x++, to += 3) {
                rgb[to] = rows[0][x];
                rgb[to + 1] = rows[1][x];
                rgb[to + 2] = rows[2][x];
            }
        }
    },
    YCC {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb, int offset) {
            byte[] luma = rows[0];
            byte[] blue = rows[1];
            byte[] red = rows[2];
            for (int x = 0, to = offset; x < width; x++, to += 3) {
                int y = luma[x] & 0xFF;
                int cb = blue[x] & 0xFF;
                int cr = red[x] & 0xFF;
                rgb[to] = clamp(y + CR_TO_RED[cr]);
                rgb[to + 1] = clamp(y + ((CB_TO_GREEN[cb] + CR_TO_GREEN[cr]) >> 16));
                rgb[to + 2] = clamp(y + CB_TO_BLUE[cb]);
            }
        }
    },
    /** Inverted, as Adobe's programs write it and Pillow takes every four-component file to be. */
    CMYK {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb, int offset) {
            RGB.convert(rows, width, rgb, offset);
            darken(rows[3], width, rgb, offset);
        }
    },
    YCCK {
        @Override
        void convert(byte[][] rows, int width, byte[] rgb, int offset) {
            YCC.convert(rows, width, rgb, offset);
            // libjpeg turns the result of YCC into ink, 255 − v; the file's inversion then makes it ink of 255 − ink.
            for (int i = offset; i < offset + 3 * width; i++) {
                rgb[i] = (byte) ~rgb[i];
            }
            darken(rows[3], width, rgb, offset);
        }
    };

    private static final int[] CR_TO_RED = new int[256];
    private static final int[] CB_TO_BLUE = new int[256];
    private static final int[] CR_TO_GREEN = new int[256];
    private static final int[] CB_TO_GREEN = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            CR_TO_RED[i] = (91881 * x + 32768) >> 16;
            CB_TO_BLUE[i] = (116130 * x + 32768) >> 16;
            CR_TO_GREEN[i] = -46802 * x;
            CB_TO_GREEN[i] = -22554 * x + 32768;
        }
    }

    /** Writes one row of RGB. */
    abstract void convert(byte[][] rows, int width, byte[] rgb, int offset);

    /** libjpeg's rules for what the components mean. */
    static JpegColour of(int[] ids, boolean jfif, int adobeTransform) {
        return switch (ids.length) {
            case 1 -> GREY;
            case 4 -> adobeTransform == 2 ? YCCK : CMYK;
            default -> {
                boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
                boolean rgb = !jfif && (adobeTransform == 0 || adobeTransform < 0 && named);
                yield rgb ? RGB : YCC;
            }
        };
    }

    /** Takes the inverted ink of the file to light: light × (inverted black), rounded as Pillow does. */
    private static void darken(byte[] black, int width, byte[] rgb, int offset) {
        for (int x = 0, at = offset; x < width; x++) {
            int light = black[x] & 0xFF;
            for (int end = at + 3; at < end; at++) {
                int product = (255 - (rgb[at] & 0xFF)) * light + 128;
                rgb[at] = clamp(light - ((product + (product >> 8)) >> 8));
            }
        }
    }

    private static byte clamp(int value) {
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }
}

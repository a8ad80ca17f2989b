package io.percept.cli.bench;

import java.util.Locale;

/** What the events' pictures are like. */
enum Mix {
    /** As a site shows them in lists. */
    THUMBNAILS(224, 224, 32, Repeats.NONE, "224 px thumbnails"),
    /** The same again and again: what is left to do is the decoder's. */
    KNOWN_THUMBNAILS(224, 224, 32, Repeats.ALL, "224 px thumbnails that came before"),
    /** As they are sent about. */
    PHOTOS(1152, 864, 16, Repeats.NONE, "1 MP photos"),
    /** As a camera makes them. */
    LARGE_PHOTOS(4000, 3000, 4, Repeats.NONE, "12 MP photos"),
    /** Photos of which each fifth has come before. */
    DUPLICATES(1152, 864, 16, Repeats.A_FIFTH, "1 MP photos, 20 % duplicates");

    enum Repeats {
        NONE,
        A_FIFTH,
        /** Only the first event with each picture is new. */
        ALL
    }

    private final int width;
    private final int height;
    private final int pictures;
    private final Repeats repeats;
    private final String title;

    Mix(int width, int height, int pictures, Repeats repeats, String title) {
        this.width = width;
        this.height = height;
        this.pictures = pictures;
        this.repeats = repeats;
        this.title = title;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Different pictures; events beyond them differ in their bytes only. */
    int pictures() {
        return pictures;
    }

    /** Which events have the very bytes of an earlier one. */
    Repeats repeats() {
        return repeats;
    }

    String title() {
        return title;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

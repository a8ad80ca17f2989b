package io.percept.cli.bench;

import java.util.Locale;

/** What the events' pictures are like. */
enum Mix {
    /** As a site shows them in lists. */
    THUMBNAILS(224, 224, 32, false, "224 px thumbnails"),
    /** As they are sent about. */
    PHOTOS(1152, 864, 16, false, "1 MP photos"),
    /** As a camera makes them. */
    LARGE_PHOTOS(4000, 3000, 4, false, "12 MP photos"),
    /** Photos of which each fifth has come before. */
    DUPLICATES(1152, 864, 16, true, "1 MP photos, 20 % duplicates");

    private final int width;
    private final int height;
    private final int pictures;
    private final boolean repeats;
    private final String title;

    Mix(int width, int height, int pictures, boolean repeats, String title) {
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

    /** Whether each fifth event has the very bytes of an earlier one. */
    boolean repeats() {
        return repeats;
    }

    String title() {
        return title;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

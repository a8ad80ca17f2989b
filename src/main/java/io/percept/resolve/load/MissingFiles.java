package io.percept.resolve.load;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the files of a document's images as they come, and says so with the last one. Thread-safe. */
final class MissingFiles {

    private final AtomicInteger missing;
    private final Runnable allHere;

    MissingFiles(int images, Runnable allHere) {
        this.missing = new AtomicInteger(images);
        this.allHere = allHere;
    }

    /** To be called once for each image; never for one whose file cannot be had. */
    void oneIsHere() {
        if (missing.decrementAndGet() == 0) {
            allHere.run();
        }
    }
}

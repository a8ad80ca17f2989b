package io.percept.resolve.fetch;

/**
 * A body that is kept.
 *
 * @param bytes not to be changed: they are given to whoever asks
 * @param head the answer that it came with, confirmations included, and of its headers those that say how long it is kept
 * @param freshUntil as {@link System#nanoTime} counts
 */
record CachedBody(byte[] bytes, HttpResponse head, long freshUntil) {

    boolean isFresh(long now) {
        return freshUntil - now > 0;
    }

    Validators validators() {
        return Validators.of(head);
    }
}

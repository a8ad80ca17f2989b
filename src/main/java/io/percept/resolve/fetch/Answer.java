package io.percept.resolve.fetch;

import java.net.URI;

/** What a host may answer, errors aside. */
sealed interface Answer {

    /** An image, as far as the headers tell. */
    record Body(byte[] bytes, HttpResponse head) implements Answer {}

    /** The image is the one that is known already. */
    record Unchanged(HttpResponse head) implements Answer {}

    /** @param location as the host wrote it, which may be relative */
    record Redirect(URI location) implements Answer {}
}

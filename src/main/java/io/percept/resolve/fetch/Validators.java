package io.percept.resolve.fetch;

import java.util.Optional;

/**
 * By what a host recognises a body that it gave before (RFC 9110, 8.8).
 *
 * @param tag entity tag, with its quotes
 * @param modified date of the last change as the host wrote it
 */
record Validators(Optional<String> tag, Optional<String> modified) {

    static Validators of(HttpResponse head) {
        // Sent back as they came, so only what cannot break out of a header line.
        return new Validators(
                head.header("etag").filter(tag -> tag.matches("(W/)?\"[!#-~]{0,256}\"")),
                head.header("last-modified").filter(date -> date.matches("[A-Za-z0-9 ,:+-]{1,64}")));
    }

    boolean none() {
        return tag.isEmpty() && modified.isEmpty();
    }

    /** Header lines that ask for the body only if it is another; empty where there is nothing to ask by. */
    String conditions() {
        return tag.map(value -> "If-None-Match: " + value + "\r\n").orElse("")
                + modified.map(value -> "If-Modified-Since: " + value + "\r\n").orElse("");
    }
}

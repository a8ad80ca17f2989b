package io.percept.resolve.fetch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Status and headers of an answer.
 *
 * @param headers names in lower case; a repeated header is one list where it may be one, else the first counts
 */
record HttpResponse(int status, Map<String, String> headers) {

    private static final Set<String> LISTS = Set.of("cache-control", "vary", "transfer-encoding");

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean redirects() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Whether the answer tells of a passing trouble: overload, a fault of the server or of what stands before it. */
    boolean passes() {
        return status >= 500 || status == 429 || status == 408 || status == 425;
    }

    /** The same with its headers replaced by those of a later answer that confirms it. */
    HttpResponse confirmedBy(HttpResponse later) {
        Map<String, String> merged = new HashMap<>(headers);
        merged.remove("age");
        merged.putAll(later.headers);
        return new HttpResponse(status, merged);
    }

    /** The same with no other headers than these. */
    HttpResponse only(Set<String> names) {
        Map<String, String> kept = new HashMap<>(headers);
        kept.keySet().retainAll(names);
        return new HttpResponse(status, kept);
    }

    static void put(Map<String, String> headers, String name, String value) {
        headers.merge(name, value, (first, next) -> LISTS.contains(name) ? first + ", " + next : first);
    }
}

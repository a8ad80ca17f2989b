package io.percept.resolve.fetch;

import java.util.Map;
import java.util.Optional;

/**
 * Status and headers of an answer.
 *
 * @param headers names in lower case; of a repeated header the first
 */
record HttpResponse(int status, Map<String, String> headers) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean redirects() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }
}

package io.percept.resolve.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether and how long an answer may be kept, by RFC 9111 for a shared cache, on the careful side: nothing is taken for fresh
 * that is not declared fresh, so neither Expires nor guesses by the date of the last change count. All requests carry the same headers, and no
 * credentials or cookies ever, so of Vary only the star matters; an answer that sets a cookie is meant for one and is not kept.
 */
final class CacheRules {

    private CacheRules() {}

    /**
     * For how long from now a body answers without a question to the host; zero where it may be kept to be asked about.
     *
     * @return empty where it may not be kept
     */
    static Optional<Duration> fresh(HttpResponse head) {
        Map<String, String> control = directives(head.header("cache-control").orElse(""));
        if (control.containsKey("no-store")
                || control.containsKey("private")
                || head.header("set-cookie").isPresent()
                || head.header("vary").filter(vary -> vary.contains("*")).isPresent()) {
            return Optional.empty();
        }
        if (control.containsKey("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        long lifetime = seconds(control.getOrDefault("s-maxage", control.getOrDefault("max-age", "0")));
        long left = lifetime - seconds(head.header("age").orElse("0"));
        return Optional.of(Duration.ofSeconds(Math.max(0, left)));
    }

    private static Map<String, String> directives(String header) {
        Map<String, String> directives = new HashMap<>();
        for (String directive : header.split(",")) {
            String[] sides = directive.strip().split("=", 2);
            String value = sides.length == 2 ? sides[1].strip().replace("\"", "") : "";
            directives.putIfAbsent(sides[0].strip().toLowerCase(Locale.ROOT), value);
        }
        return directives;
    }

    private static long seconds(String text) {
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }
}

package io.percept.web.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a browser sends for the page of another site (CSRF). While access is open, it is enough to reach the port, and a
 * browser on this host does, whichever site tells it to. Browsers say for whom they send, and no page can change it; what
 * says nothing is no browser. Requests that change nothing are let pass, since no site may read their answers.
 */
final class ForeignSiteFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String SITE = "Sec-Fetch-Site";

    /** The service's own page, and what a person has begun with no page at all. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final AccessProblems problems;

    ForeignSiteFilter(AccessProblems problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return READING.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isForeign(request)) {
            problems.foreignSite(response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Browsers leave {@code Sec-Fetch-Site} out where they reach the service by plain HTTP under a name that is not this host's. */
    private static boolean isForeign(HttpServletRequest request) {
        String site = request.getHeader(SITE);
        if (site != null) {
            return !OWN.contains(site);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !isOf(request.getHeader(HttpHeaders.HOST), origin);
    }

    /** Name and port alone: a proxy may have taken TLS off. The origin {@code null} of a page without one is nobody's. */
    private static boolean isOf(String host, String origin) {
        int scheme = origin.indexOf("://");
        return scheme >= 0 && origin.substring(scheme + "://".length()).equalsIgnoreCase(host);
    }
}

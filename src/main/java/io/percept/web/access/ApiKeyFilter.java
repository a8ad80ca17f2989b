package io.percept.web.access;

import io.percept.web.access.AccessProperties.Key;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets the holder of a key in as what the key's roles say. A key that is not known is refused, whatever it is presented for. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-API-Key";
    private static final String BEARER = "bearer ";

    private final ApiKeys keys;
    private final boolean tokensToo;
    private final AccessProblems problems;

    /** @param tokensToo whether a bearer token that is no key is somebody else's to judge */
    ApiKeyFilter(ApiKeys keys, boolean tokensToo, AccessProblems problems) {
        this.keys = keys;
        this.tokensToo = tokensToo;
        this.problems = problems;
    }

    /** The bearer token of a request, whatever it is. */
    static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> presented = Optional.ofNullable(request.getHeader(HEADER))
                .map(String::strip)
                .or(() -> bearer(request).filter(token -> !tokensToo || token.startsWith(ApiKey.PREFIX)));
        if (presented.isPresent()) {
            Optional<Key> key = keys.find(presented.get());
            if (key.isEmpty()) {
                problems.unknownKey(response);
                return;
            }
            letIn(key.get());
        }
        chain.doFilter(request, response);
    }

    private static void letIn(Key key) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                key.name(), null, key.roles().stream().map(Role::authority).toList()));
        SecurityContextHolder.setContext(context);
    }
}

package io.percept.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import tools.jackson.databind.json.JsonMapper;

/** Refusals as problem details (RFC 9457) that say what to do. They repeat nothing of what was presented. */
final class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final AccessMode mode;

    AccessProblems(AccessMode mode) {
        this.mode = mode;
    }

    /** Nothing was presented, or a token that does not hold. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof OAuth2AuthenticationException token) {
            unauthorized(
                    response,
                    "The token does not hold (%s). Get a new one from the issuer that this service trusts."
                            .formatted(token.getError().getDescription()));
            return;
        }
        unauthorized(
                response,
                "This needs %s. docs/access.md of the service says how one is had."
                        .formatted(
                                mode == AccessMode.JWT
                                        ? "a token: send it as 'Authorization: Bearer …'; an API key does too, where there are some"
                                        : "an API key: send it as 'Authorization: Bearer percept_…' or as 'X-API-Key: percept_…'"));
    }

    /** A key was presented that is none of ours. */
    void unknownKey(HttpServletResponse response) throws IOException {
        unauthorized(
                response,
                "The API key is not known here. Send one whose digest is in percept.access.keys; it begins with percept_.");
    }

    /** A browser sent it for the page of another site. */
    void foreignSite(HttpServletResponse response) throws IOException {
        write(
                response,
                HttpStatus.FORBIDDEN,
                "FOREIGN_SITE",
                "A browser sent this for the page of another site, which is not taken while access is open: use the service's own page, send it from a program, or set percept.access.mode to keys.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        String detail = needed(failure)
                .map(role ->
                        "'%s' has the roles [%s], and this needs '%s'. Have the role given to it, or use what has it."
                                .formatted(caller.getName(), roles(caller.getAuthorities()), role))
                .orElse("There is nothing at this path that may be called with this method: see /v3/api-docs.");
        write(response, HttpStatus.FORBIDDEN, "FORBIDDEN", detail);
    }

    /** A request that no client of ours would send: a strange path, or a name that is not this host's. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        write(
                response,
                HttpStatus.BAD_REQUEST,
                "REJECTED",
                "The request's address or headers are not taken. While access is open, this host is called localhost, and other names need percept.access.hosts.");
    }

    private static Optional<String> needed(AccessDeniedException failure) {
        return failure instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                ? Optional.of(roles(decision.getAuthorities()))
                : Optional.empty();
    }

    private static String roles(Collection<? extends GrantedAuthority> authorities) {
        return authorities.stream()
                .map(GrantedAuthority::getAuthority)
                .filter(name -> name.startsWith("ROLE_"))
                .map(name -> name.substring("ROLE_".length()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static void unauthorized(HttpServletResponse response, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"percept\"");
        write(response, HttpStatus.UNAUTHORIZED, "UNAUTHORIZED", detail);
    }

    private static void write(HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:percept:access:" + code);
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        problem.put("code", code);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsBytes(problem));
    }
}

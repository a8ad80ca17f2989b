package io.percept.web.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Reads our roles from a token whose signature, issuer and times are checked already. Immutable and thread-safe. */
final class JwtRoles implements Converter<Jwt, AbstractAuthenticationToken> {

    private final AccessProperties.Jwt settings;

    JwtRoles(AccessProperties.Jwt settings) {
        this.settings = settings;
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        List<GrantedAuthority> roles = names(claim(token.getClaims()))
                .filter(name -> name.startsWith(settings.rolePrefix()))
                .map(name -> Role.of(name.substring(settings.rolePrefix().length())))
                .flatMap(Optional::stream)
                .distinct()
                .map(Role::authority)
                .toList();
        return new JwtAuthenticationToken(token, roles, token.getSubject());
    }

    /** A claim whose own name has dots, as in a URL, comes before the way into an object. */
    private Object claim(Map<String, Object> claims) {
        if (claims.containsKey(settings.rolesClaim())) {
            return claims.get(settings.rolesClaim());
        }
        Object at = claims;
        for (String step : settings.rolesClaim().split("\\.")) {
            at = at instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return at;
    }

    private static Stream<String> names(Object claim) {
        if (claim instanceof String words) {
            return Arrays.stream(words.strip().split("\\s+"));
        }
        return claim instanceof Collection<?> list ? list.stream().map(String::valueOf) : Stream.empty();
    }
}

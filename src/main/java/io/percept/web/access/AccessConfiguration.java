package io.percept.web.access;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Spring Security's filters, in the mode that is configured. There are no sessions and no cookies. With keys or tokens nothing
 * speaks for a caller but what it sends with each request, so that there is nothing for another site to ride on (CSRF); while access
 * is open, it could ride on the browser itself, which {@link ForeignSiteFilter} prevents.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class AccessConfiguration {

    /** The page holds no inline script or style, loads nothing from elsewhere, and shows images that the user gave it. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    AccessProblems accessProblems(AccessProperties access) {
        return new AccessProblems(access.mode());
    }

    @Bean
    HttpFirewall httpFirewall(AccessProperties access) {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        if (!access.hosts().isEmpty()) {
            Set<String> hosts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            hosts.addAll(LoopbackWhileOpen.LOOPBACK_NAMES);
            hosts.addAll(access.hosts());
            firewall.setAllowedHostnames(name -> name == null || hosts.contains(name));
        }
        return firewall;
    }

    @Bean
    SecurityFilterChain httpAccess(
            HttpSecurity http,
            AccessProperties access,
            AccessProblems problems,
            ObjectProvider<JwtDecoder> tokens,
            Environment environment)
            throws Exception {
        ApiKeys keys = new ApiKeys(access.keys());
        AccessChecks.check(access.mode(), keys, tokens.getIfAvailable() != null);
        http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        refusals -> refusals.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .headers(AccessConfiguration::harden)
                .addFilterBefore(new UnreadBodyFilter(), AnonymousAuthenticationFilter.class);
        switch (access.mode()) {
            case OPEN -> http.addFilterBefore(new ForeignSiteFilter(problems), AnonymousAuthenticationFilter.class)
                    .authorizeHttpRequests(all -> all.anyRequest().permitAll());
            case KEYS -> guard(http, new ApiKeyFilter(keys, false, problems), environment);
            case JWT -> {
                guard(http, new ApiKeyFilter(keys, true, problems), environment);
                http.oauth2ResourceServer(server -> server.authenticationEntryPoint(problems)
                        .bearerTokenResolver(request -> ApiKeyFilter.bearer(request)
                                .filter(token -> !token.startsWith(ApiKey.PREFIX))
                                .orElse(null))
                        .jwt(jwt -> jwt.jwtAuthenticationConverter(new JwtRoles(access.jwt()))));
            }
        }
        return http.build();
    }

    private static void guard(HttpSecurity http, ApiKeyFilter keys, Environment environment) throws Exception {
        http.addFilterBefore(keys, AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(rules -> AccessRules.apply(rules, new ManagementPort(environment)));
    }

    private static void harden(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(
                        permissions -> permissions.policy("camera=(), microphone=(), geolocation=(), payment=()"));
    }
}

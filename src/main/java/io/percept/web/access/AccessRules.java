package io.percept.web.access;

import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which role each path needs. The page itself, its files and the API's description hold nothing to hide. */
final class AccessRules {

    private static final String[] PUBLIC = {
        "/", "/index.html", "/percept.css", "/percept.svg", "/console/*", "/v3/api-docs", "/v3/api-docs.yaml"
    };
    /** Up or down, and no more: details are for the role {@code operate}. Probes ask for it. */
    private static final String[] HEALTH = {
        "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"
    };

    /** Paths that need no role need none to be read; who sends them something shows who they are. */
    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);

    private AccessRules() {}

    static void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules,
            RequestMatcher managementPort) {
        RequestMatcher meters = PathPatternRequestMatcher.withDefaults().matcher("/actuator/prometheus");
        // The rest of a request that was let in already: its answer, or the page of its error.
        rules.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll();
        for (HttpMethod method : READING) {
            rules.requestMatchers(method, PUBLIC).permitAll();
            rules.requestMatchers(method, HEALTH).permitAll();
        }
        rules.requestMatchers(new AndRequestMatcher(managementPort, meters))
                .permitAll()
                .requestMatchers("/actuator/**")
                .hasRole(Role.OPERATE.label())
                .requestMatchers("/v1/enrich")
                .hasRole(Role.ENRICH.label())
                .requestMatchers("/v1/results/**", "/v1/model")
                .hasRole(Role.READ.label())
                .requestMatchers("/v1/reviews/**")
                .hasRole(Role.REVIEW.label())
                // What is not named here is closed, until somebody decides who may use it.
                .anyRequest()
                .denyAll();
    }
}

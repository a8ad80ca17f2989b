package io.percept.web.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.env.Environment;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Requests that came in at {@code management.server.port}, where that is another than the API's: the inner network's. */
final class ManagementPort implements RequestMatcher {

    private final Environment environment;

    /** @param environment asked with each request, since ports are known only once the servers listen */
    ManagementPort(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        Integer api = environment.getProperty("local.server.port", Integer.class);
        Integer management = environment.getProperty("local.management.port", Integer.class);
        return management != null && !management.equals(api) && request.getLocalPort() == management;
    }
}

package io.percept.web.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a caller may do. None contains another. */
public enum Role {
    /** Follow the results, and ask which model answers. */
    READ,
    /** Send events and images. */
    ENRICH,
    /** Follow what a person should look at. */
    REVIEW,
    /** Read meters, and the details of health. */
    OPERATE;

    /** The name in configuration, claims and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    GrantedAuthority authority() {
        return new SimpleGrantedAuthority("ROLE_" + label());
    }

    static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equalsIgnoreCase(label))
                .findFirst();
    }
}

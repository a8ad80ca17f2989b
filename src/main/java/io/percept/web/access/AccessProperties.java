package io.percept.web.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call the HTTP API.
 *
 * @param mode {@code open}, {@code keys} or {@code jwt}. While it is open, the server listens on the loopback address
 *     only, unless {@code server.address} names another. Default {@code open}
 * @param hosts names that a request's {@code Host} may have beside {@code localhost}, {@code 127.0.0.1} and {@code [::1]},
 *     which no foreign web page has (DNS rebinding), and by which probes of the same host come; with none, any. Default none; but
 *     where access is open and the server listens on a loopback address, those three and {@code server.address}
 * @param keys the API keys; needed by {@code keys}, allowed beside {@code jwt}. Default none
 * @param jwt how roles are read from tokens. Who issues them is said by {@code spring.security.oauth2.resourceserver.jwt.*}:
 *     {@code issuer-uri} or {@code jwk-set-uri}, and {@code audiences}
 */
@Validated
@ConfigurationProperties("percept.access")
public record AccessProperties(
        @DefaultValue("open") @NotNull AccessMode mode,
        @DefaultValue List<String> hosts,
        @DefaultValue List<@Valid Key> keys,
        @DefaultValue @Valid Jwt jwt) {

    /**
     * An API key.
     *
     * @param name who holds it, for messages; unique
     * @param digest {@code sha256:} and the SHA-256 of the key in hexadecimal, as {@code percept access key} prints it; never the
     *     key itself. It is checked at the start and not here, since Spring tells values that it cannot bind
     * @param roles what its holder may do
     */
    public record Key(@NotBlank String name, @NotNull String digest, @NotEmpty Set<Role> roles) {

        /** Without the digest, in whose place somebody may have written the key. */
        @Override
        public String toString() {
            return "Key[" + name + " " + roles + "]";
        }
    }

    /**
     * Roles in tokens.
     *
     * @param rolesClaim the claim that holds them, a list or words with spaces between; a dot leads into an object, as in
     *     {@code realm_access.roles}. Default {@code roles}
     * @param rolePrefix what stands before the names of our roles there; others are no concern of ours. Default empty
     */
    public record Jwt(
            @DefaultValue("roles") @NotBlank String rolesClaim, @DefaultValue("") @NotNull String rolePrefix) {}
}

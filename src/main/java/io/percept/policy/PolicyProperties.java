package io.percept.policy;

import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Moderation policies.
 *
 * @param files policy files; none: the packaged {@code service/policies/default.yaml}
 * @param standard name of the policy for events that name none; default {@code default}
 */
@Validated
@ConfigurationProperties("percept.policy")
public record PolicyProperties(@DefaultValue List<Path> files, @NotBlank @DefaultValue("default") String standard) {

    public PolicyProperties {
        files = List.copyOf(files);
    }
}

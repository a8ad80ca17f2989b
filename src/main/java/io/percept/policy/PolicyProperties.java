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
 * @param choosable names of the policies that events may name; the standard one always may be named, so it alone here leaves events no
 *     choice. A task that needs the policy of an event that names another is refused. Default: none, which allows all that are loaded
 */
@Validated
@ConfigurationProperties("percept.policy")
public record PolicyProperties(
        @DefaultValue List<Path> files,
        @NotBlank @DefaultValue("default") String standard,
        @DefaultValue List<String> choosable) {

    public PolicyProperties {
        files = List.copyOf(files);
        choosable = List.copyOf(choosable);
    }
}

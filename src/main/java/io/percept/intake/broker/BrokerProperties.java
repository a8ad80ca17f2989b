package io.percept.intake.broker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The embedded broker, which runs only where {@code spring.kafka.bootstrap-servers} is not set.
 *
 * @param directory where it keeps its topics; they are there again after a restart. Of one Percept at a time.
 *     Default {@code percept-broker} in the working directory
 * @param port where clients on this host reach it; 0 takes a free one. Default 9092
 */
@Validated
@ConfigurationProperties("percept.broker")
public record BrokerProperties(
        @DefaultValue("percept-broker") @NotNull Path directory, @DefaultValue("9092") @Min(0) @Max(65535) int port) {}

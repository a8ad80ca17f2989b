package io.percept.intake.enrichment;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Whether an event that asks the same of the same content as one before it gets that one's outcomes, marked as reused. It saves
 * the engines' work, not the resolving: what an address holds is looked at each time.
 *
 * @param size memory for outcomes. 0, the default: off
 * @param timeToLive how long outcomes are kept, reused or not. Default 1 h
 * @param tenant the attribute of events that names their tenant; nothing is shared between two values of it, and an event without
 *     it shares with nobody. Not set, the default: nothing is shared between two sources of events
 * @param acrossTenants whether everybody shares with everybody. Whoever can send events can then tell from {@code reused}, and from
 *     the time that a result takes, whether anybody has sent the same before. Default false
 */
@Validated
@ConfigurationProperties("percept.results.cache")
public record ResultCacheProperties(
        @DefaultValue("0") @NotNull DataSize size,
        @DefaultValue("1h") @NotNull @DurationMin(millis = 1) Duration timeToLive,
        @DefaultValue("") @NotNull String tenant,
        @DefaultValue("false") boolean acrossTenants) {

    @AssertTrue(
            message =
                    "percept.results.cache.size must not be negative: give a size such as 64MB, or 0 to keep no results")
    boolean isSizePossible() {
        return size == null || !size.isNegative();
    }

    @AssertTrue(
            message = "percept.results.cache: tenant names what keeps tenants apart and across-tenants lets them share:"
                    + " leave one of them out")
    boolean isTenancyClear() {
        return !acrossTenants || tenantAttribute().isEmpty();
    }

    boolean isOn() {
        return size.toBytes() > 0;
    }

    Optional<String> tenantAttribute() {
        return Optional.ofNullable(tenant).filter(name -> !name.isBlank());
    }
}

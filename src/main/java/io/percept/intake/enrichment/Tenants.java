package io.percept.intake.enrichment;

import io.percept.contract.ImageEvent;
import java.util.Optional;

/** Who may share results with whom. Immutable. */
sealed interface Tenants {

    /** Events of one group share; empty: this event shares with none. */
    Optional<String> groupOf(ImageEvent event);

    static Tenants of(ResultCacheProperties properties) {
        return properties.acrossTenants()
                ? new Shared()
                : properties.tenantAttribute().<Tenants>map(ByAttribute::new).orElseGet(BySource::new);
    }

    /**
     * An event without the attribute belongs to no group: one of all those without would let tenants share as soon as two of
     * them forget it.
     */
    record ByAttribute(String attribute) implements Tenants {
        @Override
        public Optional<String> groupOf(ImageEvent event) {
            return Optional.ofNullable(event.attributes().get(attribute)).filter(tenant -> !tenant.isBlank());
        }
    }

    /** The narrowest group that is known of events when nobody has said what a tenant is. */
    record BySource() implements Tenants {
        @Override
        public Optional<String> groupOf(ImageEvent event) {
            return Optional.of(event.source());
        }
    }

    /** Everybody with everybody. */
    record Shared() implements Tenants {
        @Override
        public Optional<String> groupOf(ImageEvent event) {
            return Optional.of("");
        }
    }
}

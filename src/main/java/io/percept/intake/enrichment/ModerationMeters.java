package io.percept.intake.enrichment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.LowerCase;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.policy.LabelRule;
import io.percept.policy.ModerationPolicy;
import java.util.Collection;

/**
 * The meters of what policies decide; docs/metrics.md lists them. Policies and labels have the names of the policy files, never of
 * an event, so there are as many meters as the files ask for. Thread-safe.
 */
final class ModerationMeters {

    private final MeterRegistry registry;

    ModerationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Puts all counters of some policies at zero: to Prometheus a counter that begins at one has not increased. */
    static void watch(MeterRegistry registry, Collection<ModerationPolicy> policies) {
        ModerationMeters meters = new ModerationMeters(registry);
        for (ModerationPolicy policy : policies) {
            for (Action action : Action.values()) {
                meters.decisions(policy.name(), action);
            }
            for (LabelRule rule : policy.rules()) {
                meters.labels(policy.name(), rule.label(), Action.REVIEW);
                if (rule.block() != LabelRule.NEVER) {
                    meters.labels(policy.name(), rule.label(), Action.BLOCK);
                }
            }
        }
    }

    /** A label that reached no threshold says nothing; one that is only observed says what it would do. */
    void decided(ModerationDecision decision) {
        decisions(decision.policy(), decision.action()).increment();
        decision.labels().stream()
                .filter(label -> label.action() != Action.ALLOW)
                .forEach(label ->
                        labels(decision.policy(), label.label(), label.action()).increment());
    }

    private Counter decisions(String policy, Action action) {
        return registry.counter("percept.moderation.decisions", "policy", policy, "action", tag(action));
    }

    private Counter labels(String policy, String label, Action action) {
        return registry.counter("percept.moderation.labels", "policy", policy, "label", label, "action", tag(action));
    }

    private static String tag(Action action) {
        return LowerCase.ascii(action.name());
    }
}

package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.policy.ModerationPolicy;
import io.percept.policy.PolicyFile;
import io.percept.policy.TestDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModerationMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ModerationMeters meters = new ModerationMeters(registry);

    @TempDir
    Path directory;

    @Test
    void shouldCountWhatEachPolicyDecides() {
        meters.decided(decision("forum", Action.BLOCK));
        meters.decided(decision("forum", Action.BLOCK));
        meters.decided(decision("forum", Action.ALLOW));
        meters.decided(decision("market", Action.REVIEW));

        assertThat(decisions("forum", "block")).isEqualTo(2);
        assertThat(decisions("forum", "allow")).isEqualTo(1);
        assertThat(decisions("market", "review")).isEqualTo(1);
        assertThat(decisions("market", "block")).isZero();
    }

    @Test
    void shouldCountOnlyLabelsThatReachedAThreshold() {
        meters.decided(decision(
                "forum",
                Action.BLOCK,
                label("hate", Action.BLOCK, false),
                label("scam", Action.REVIEW, false),
                label("drugs", Action.ALLOW, false)));

        assertThat(registry.find("percept.moderation.labels").counters())
                .extracting(Counter::getId)
                .extracting(id -> id.getTag("label") + " " + id.getTag("action"))
                .containsExactlyInAnyOrder("hate block", "scam review");
    }

    @Test
    void shouldCountAnObservedLabelByWhatItWouldHaveAskedFor() {
        meters.decided(decision("forum", Action.ALLOW, label("hate", Action.BLOCK, true)));

        assertThat(labels("forum", "hate", "block")).isEqualTo(1);
        assertThat(decisions("forum", "allow")).isEqualTo(1);
    }

    @Test
    void shouldHaveEveryCounterOfAPolicyAtZeroBeforeTheFirstDecision() throws IOException {
        ModerationMeters.watch(
                registry, List.of(policy("labels: {hate: {review: 0.4, block: 0.9}, scam: {review: 0.5}}")));

        assertThat(registry.find("percept.moderation.decisions").counters())
                .extracting(Counter::getId)
                .extracting(id -> id.getTag("policy") + " " + id.getTag("action"))
                .containsExactlyInAnyOrder("forum allow", "forum review", "forum block");
        assertThat(registry.find("percept.moderation.labels").counters())
                .as("scam never blocks")
                .extracting(Counter::getId)
                .extracting(id -> id.getTag("label") + " " + id.getTag("action"))
                .containsExactlyInAnyOrder("hate review", "hate block", "scam review");
    }

    private ModerationPolicy policy(String labels) throws IOException {
        Path file = Files.writeString(directory.resolve("forum.yaml"), "name: forum\nversion: 1\n" + labels + "\n");
        return PolicyFile.read(file, Map.of("hate", "is it hate?", "scam", "is it a scam?"), TestDocuments::read);
    }

    private double decisions(String policy, String action) {
        return registry.counter("percept.moderation.decisions", "policy", policy, "action", action)
                .count();
    }

    private double labels(String policy, String label, String action) {
        return registry.counter("percept.moderation.labels", "policy", policy, "label", label, "action", action)
                .count();
    }

    private static ModerationDecision decision(String policy, Action action, LabelDecision... labels) {
        return new ModerationDecision(
                policy, "7", action, List.of(labels), Optional.empty(), List.of(), Optional.empty());
    }

    private static LabelDecision label(String label, Action action, boolean observeOnly) {
        return new LabelDecision(label, 0.5, 0.4, 0.9, action, observeOnly);
    }
}

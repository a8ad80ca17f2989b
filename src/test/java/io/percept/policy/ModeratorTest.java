package io.percept.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.ErrorCode;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.PerceptException;
import io.percept.prompt.LabelQuestion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModeratorTest {

    private static final ModerationPolicy POLICY = policy(PartlySeen.ALLOW);
    private static final List<String> LOST = List.of("broken: https://a.example/gone.png");

    @Test
    void shouldAllowWhatIsBelowEveryThreshold() {
        assertThat(decide(0.49, 0.59, 0.05).action()).isEqualTo(Action.ALLOW);
    }

    @Test
    void shouldNotAllowWhatHasNoScore() {
        assertThatThrownBy(() -> decide(0.1, Double.NaN, 0.0)).hasMessageContaining("alcohol");
    }

    @Test
    void shouldReviewAtTheThresholdItself() {
        assertThat(decide(0.5, 0.0, 0.0).action()).isEqualTo(Action.REVIEW);
    }

    @Test
    void shouldBlockWhenAnyLabelBlocks() {
        assertThat(decide(0.9, 0.7, 0.0).action()).isEqualTo(Action.BLOCK);
    }

    @Test
    void shouldOnlyReviewALabelThatNeverBlocks() {
        assertThat(decide(0.0, 1.0, 0.0).action()).isEqualTo(Action.REVIEW);
    }

    @Test
    void shouldReportAnObservedLabelWithoutCountingIt() {
        ModerationDecision decision = decide(0.0, 0.0, 0.99);

        assertThat(decision.action()).isEqualTo(Action.ALLOW);
        assertThat(decision.labels().getLast().action()).isEqualTo(Action.BLOCK);
    }

    @Test
    void shouldCarryTheNameAndVersionOfThePolicy() {
        ModerationDecision decision = decide(0.0, 0.0, 0.0);

        assertThat(decision.policy()).isEqualTo("strict");
        assertThat(decision.policyVersion()).isEqualTo("7");
    }

    @Test
    void shouldAllowWhatWasPartlySeenWhereThePolicySaysNothingOfIt() {
        ModerationDecision decision = decide(policy(PartlySeen.ALLOW), LOST, 0.0, 0.0, 0.0);

        assertThat(decision.action()).isEqualTo(Action.ALLOW);
        assertThat(decision.unseen()).isEqualTo(LOST);
        assertThat(decision.reason()).isEmpty();
    }

    @Test
    void shouldReviewWhatWasPartlySeenWhereThePolicySaysSoAndGiveTheReason() {
        ModerationDecision decision = decide(policy(PartlySeen.REVIEW), LOST, 0.0, 0.0, 0.0);

        assertThat(decision.action()).isEqualTo(Action.REVIEW);
        assertThat(decision.unseen()).isEqualTo(LOST);
        assertThat(decision.reason().orElseThrow()).contains("not looked at", "policy 'strict'");
        assertThat(decision.labels()).extracting(LabelDecision::action).containsOnly(Action.ALLOW);
    }

    @Test
    void shouldAllowWhatWasSeenAsAWhole() {
        ModerationDecision decision = decide(policy(PartlySeen.REVIEW), List.of(), 0.0, 0.0, 0.0);

        assertThat(decision.action()).isEqualTo(Action.ALLOW);
        assertThat(decision.reason()).isEmpty();
    }

    @Test
    void shouldStillBlockWhatWasPartlySeen() {
        ModerationDecision decision = decide(policy(PartlySeen.REVIEW), LOST, 0.9, 0.0, 0.0);

        assertThat(decision.action()).isEqualTo(Action.BLOCK);
        assertThat(decision.reason()).isEmpty();
    }

    @Test
    void shouldKeepWhatWasNotLookedAtBesideOtherWordsOnItsLabels() {
        ModerationDecision decision = decide(policy(PartlySeen.REVIEW), LOST, 0.0, 0.0, 0.0);

        assertThat(decision.withSeenIn(Map.of()).withLabels(List.of()))
                .extracting(ModerationDecision::unseen, ModerationDecision::reason)
                .containsExactly(decision.unseen(), decision.reason());
    }

    @Test
    void shouldNameTheLabelsThatThePolicyHasWhereOneIsUnknown() {
        assertThatThrownBy(() -> POLICY.rulesOf(List.of("hate", "rude")))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_POLICY))
                .hasMessageContaining("no label 'rude'")
                .hasMessageContaining("[hate, alcohol, scam]");
    }

    private static ModerationDecision decide(Double... scores) {
        return decide(POLICY, List.of(), scores);
    }

    private static ModerationDecision decide(ModerationPolicy policy, List<String> unseen, Double... scores) {
        return Moderator.decide(policy, policy.rules(), Arrays.asList(scores), Optional.empty(), unseen);
    }

    private static ModerationPolicy policy(PartlySeen unseen) {
        return new ModerationPolicy(
                "strict",
                "7",
                List.of(
                        new LabelRule("hate", LabelQuestion.of("is it hateful?"), 0.5, 0.9, false, List.of()),
                        new LabelRule(
                                "alcohol", LabelQuestion.of("is it alcohol?"), 0.6, LabelRule.NEVER, false, List.of()),
                        new LabelRule("scam", LabelQuestion.of("is it a scam?"), 0.1, 0.2, true, List.of())),
                false,
                LateEvents.ANSWER,
                unseen,
                1,
                Map.of(),
                Optional.empty());
    }
}

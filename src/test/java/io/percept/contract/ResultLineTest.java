package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultLineTest {

    @Test
    void shouldSayWhyADecisionIsStricterThanItsLabels() {
        LabelDecision hate = new LabelDecision("hate", 0.1, 0.5, 0.9, Action.ALLOW, false);
        ModerationDecision decision = new ModerationDecision(
                "default",
                "1",
                Action.REVIEW,
                List.of(hate),
                Optional.empty(),
                List.of("no-address"),
                Optional.of("images were not looked at"));

        assertThat(ResultLine.of(new TaskOutcome.Completed("m", "moderate", new TaskOutput.Moderation(decision))))
                .isEqualTo("review (highest hate 0.10; images were not looked at)");
    }
}

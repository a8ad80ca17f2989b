package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.engine.Bundle;
import io.percept.engine.SpecialTokens;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import org.junit.jupiter.api.AfterEach;

/** A planner on the bundle of the repository, and two images that were never decoded. */
abstract class PlanningFixture {

    static final TaskOptions RATIONALE = TaskOptions.NONE.withRationale(true);

    final Bundle bundle = TestBundle.bundle();
    final SpecialTokens special = bundle.specialTokens();
    final int queries = bundle.image().queries();
    final Tokenizer tokenizer = new Tokenizer(bundle);
    final TaskPlanner planner = new TaskPlanner(bundle, tokenizer, TokenLimits.DEFAULT);
    final PreparedImage image = new PreparedImage(new ContentDigest("a"), ImageFormat.PNG, 1, 1, new byte[0]);
    final PreparedImage other = new PreparedImage(new ContentDigest("b"), ImageFormat.PNG, 1, 1, new byte[0]);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    void assertCode(ErrorCode code, Document document, Task task) {
        assertThatThrownBy(() -> planner.plan(document, task))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    TokenPlan single(Document document, Task task) {
        return ((TaskPlan.Direct) planner.plan(document, task)).plans().getFirst();
    }
}

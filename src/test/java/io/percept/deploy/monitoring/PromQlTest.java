package io.percept.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.deploy.monitoring.PromQl.Selector;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromQlTest {

    @Test
    void shouldFindTheMetricsAndLabelsOfAnExpression() {
        PromQl.Use use = PromQl.read(
                """
                histogram_quantile(0.9, sum by (job, le) (rate(a_bucket{room="x", pod=~"$pod"}[$__rate_interval])))
                  / on (job) group_left count(b offset 5m) > -1.5""");

        assertThat(use.selectors())
                .containsExactly(new Selector("a_bucket", Set.of("room", "pod")), new Selector("b", Set.of()));
        assertThat(use.grouped()).containsExactlyInAnyOrder("job", "le");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "1", "sum(a) by (b)", "a unless on () b", "a[5m]", "time() - a", "(a or b) and c > bool 0"})
    void shouldReadWhatIsRight(String expression) {
        assertThat(PromQl.read(expression)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sum(a",
                "a)",
                "a{b}",
                "a{b=c}",
                "a{b=\"c\"",
                "rate(a[])",
                "a[5]",
                "sum by job (a)",
                "a +",
                "rat(a[5m])",
                "a b",
                "a offset",
                "and a",
                "a; b"
            })
    void shouldRefuseWhatIsWrong(String expression) {
        assertThatThrownBy(() -> PromQl.read(expression)).isInstanceOf(IllegalArgumentException.class);
    }
}

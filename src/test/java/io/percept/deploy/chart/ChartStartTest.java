package io.percept.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How long a pod may take to start. */
class ChartStartTest {

    private static final Path GPU = Chart.SOURCE.resolve("ci/gpu-values.yaml");
    private static final int HOUR = 3600;

    @Test
    void shouldLeaveAnHourToAStartThatBuildsPlans() {
        assertThat(seconds(Chart.with(GPU))).isEqualTo(HOUR);
        assertThat(seconds(Chart.with(GPU, "startupProbe: {periodSeconds: 7, failureThreshold: 10}")))
                .isBetween(HOUR, HOUR + 7);
    }

    @Test
    void shouldLeaveAnHourWhereTheOnnxRuntimeBuildsItsOwn() {
        String values = "gpu: {engine: onnxruntime-tensorrt, buildPlansOnStart: false}";

        assertThat(seconds(Chart.with(GPU, values))).isEqualTo(HOUR);
    }

    @Test
    void shouldLeaveMoreThanAnHourWhereThatIsAskedFor() {
        assertThat(seconds(Chart.with(GPU, "startupProbe: {periodSeconds: 10, failureThreshold: 720}")))
                .isEqualTo(2 * HOUR);
    }

    @Test
    void shouldLeaveFiveMinutesWhereNoPlansAreBuilt() {
        assertThat(seconds(Chart.with(GPU, "gpu: {buildPlansOnStart: false}"))).isEqualTo(300);
        assertThat(seconds(Chart.with(Chart.SOURCE.resolve("ci/default-values.yaml"))))
                .isEqualTo(300);
    }

    private static int seconds(Chart chart) {
        JsonNode probe = chart.only("StatefulSet").container().path("startupProbe");
        int period = probe.path("periodSeconds").asInt();
        int attempts = probe.path("failureThreshold").asInt();
        return period * attempts;
    }
}

package io.percept.deploy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the alerts are explained and tried, and that the dashboard leaves nothing out. */
class AlertsAndDashboardTest {

    @Test
    void shouldExplainEachAlert() throws IOException {
        String readme = Files.readString(Path.of("service/README.md"));

        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(5).allSatisfy(alert -> {
            assertThat(readme).contains("### " + alert.path("alert").asText() + "\n");
            assertThat(alert.at("/labels/severity").asText()).isIn("info", "warning", "critical");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).isNotBlank();
        });
    }

    @Test
    void shouldTryEachAlert() throws IOException {
        assertThat(Files.readString(Path.of("service/alerts/percept_test.yaml")))
                .contains(MonitoringFiles.alerts().stream()
                        .map(alert -> "alertname: " + alert.path("alert").asText())
                        .toList());
    }

    @Test
    void shouldShowEveryMeterOfOurs() throws IOException {
        String shown = String.join("\n", MonitoringFiles.expressions());
        Matcher documented = Pattern.compile("(?m)^\\| `(percept\\.[a-z.]+)` \\|")
                .matcher(Files.readString(Path.of("docs/metrics.md")));

        Set<String> unseen = new TreeSet<>();
        while (documented.find()) {
            String name = documented.group(1).replace('.', '_');
            if (!shown.contains(name)) {
                unseen.add(name);
            }
        }
        assertThat(unseen).containsOnly("percept_intake_in_flight_bytes");
    }
}

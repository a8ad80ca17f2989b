package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.ErrorCode;
import io.percept.deploy.monitoring.MonitoringFiles;
import io.percept.deploy.monitoring.PromQl;
import io.percept.intake.enrichment.WorkerMeters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The dashboard and the alerts of service/, against what the service exposes while it works. */
class MonitoringTest extends RunningService {

    /** Labels that Prometheus adds to what it scrapes from a pod. */
    private static final Set<String> SCRAPED = Set.of("namespace", "job", "pod", "instance", "scales_to_zero");

    /** What a corpus of English leaves out. */
    private static final String GERMAN =
            "{\"segments\": [{\"text\": \"Der Hafen hatte lange kein Licht, und die Boote fuhren im Dunkeln.\"}],"
                    + " \"tasks\": [{\"moderate\": {\"labels\": [\"hate\"]}}]}";

    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z][a-z0-9_]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @Autowired
    private MeterRegistry registry;

    @Autowired
    private IntakeMeters intake;

    @Test
    void shouldShowAndWatchOnlyWhatIsExposed() throws IOException {
        Map<String, PromQl.Use> uses = new LinkedHashMap<>();
        for (String expression : MonitoringFiles.expressions()) {
            uses.put(expression, PromQl.read(expression));
        }
        List<String> metrics = uses.values().stream()
                .flatMap(use -> use.selectors().stream())
                .map(PromQl.Selector::metric)
                .toList();
        meetRareThings();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(exposed().keySet()).containsAll(metrics));

        Map<String, Set<String>> exposed = exposed();
        uses.forEach((expression, use) -> {
            Set<String> known = new HashSet<>(SCRAPED);
            use.selectors().forEach(selector -> known.addAll(exposed.get(selector.metric())));
            assertThat(known).as(expression).containsAll(use.grouped());
            assertThat(use.selectors())
                    .allSatisfy(selector -> assertThat(known).as(expression).containsAll(selector.labels()));
        });
    }

    @Test
    void shouldTellLatenciesOfMinutesApart() {
        assertThat(get("/actuator/prometheus").body())
                .containsPattern("percept_events_latency_seconds_bucket\\{[^}]*le=\"3600\\.0\"");
    }

    /** An event, and what would take a fault to be counted: by the service's own meters, in its own registry. */
    private void meetRareThings() throws IOException {
        send("monitoring", image("cat.png"), Map.of("content-type", "image/png"));
        send("monitoring", GERMAN.getBytes(StandardCharsets.UTF_8), Map.of());
        intake.deadLettered(ErrorCode.IMAGE_CORRUPT);
        intake.retried(ErrorCode.TIMED_OUT);
        WorkerMeters worker = new WorkerMeters(registry);
        worker.callFailed("decoder", 1);
        worker.failed("generation", ErrorCode.EXPIRED.name());
    }

    /** The labels of every series' metric. */
    private Map<String, Set<String>> exposed() {
        Map<String, Set<String>> exposed = new HashMap<>();
        Matcher series = SERIES.matcher(get("/actuator/prometheus").body());
        while (series.find()) {
            Set<String> labels = exposed.computeIfAbsent(series.group(1), name -> new HashSet<>());
            Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
            while (label.find()) {
                labels.add(label.group(1));
            }
        }
        return exposed;
    }
}

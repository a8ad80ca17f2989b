package io.percept.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the rendered objects mean for who runs them. */
class ChartMeaningTest {

    static final List<Path> VALUE_SETS = Chart.VALUE_SETS;

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldRunUnderTheRestrictedProfile(Path values) {
        Manifest set = Chart.with(values).only("StatefulSet");
        JsonNode pod = set.at("/spec/template/spec");
        JsonNode container = set.container().path("securityContext");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(Manifest.items(pod.path("volumes"))
                        .flatMap(volume -> volume.properties().stream())
                        .map(Map.Entry::getKey))
                .isSubsetOf("name", "emptyDir", "configMap", "secret", "persistentVolumeClaim");
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldMountSomethingWritableWhereTheImageWrites(Path values) throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        String[] volumes =
                dockerfile.replaceAll("(?s).*VOLUME \\[([^\\]]*)].*", "$1").split(", ");
        List<String> writable = Manifest.items(
                        Chart.with(values).only("StatefulSet").container().path("volumeMounts"))
                .filter(mount -> !mount.path("readOnly").asBoolean())
                .map(mount -> "\"" + mount.path("mountPath").asText() + "\"")
                .toList();

        assertThat(writable).containsExactlyInAnyOrder(volumes);
        assertThat(dockerfile).contains("USER 10001:10001");
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldMountEveryVolumeAndNoOther(Path values) {
        Manifest set = Chart.with(values).only("StatefulSet");
        List<String> volumes = new java.util.ArrayList<>();
        Manifest.items(set.at("/spec/template/spec/volumes"))
                .forEach(volume -> volumes.add(volume.path("name").asText()));
        Manifest.items(set.at("/spec/volumeClaimTemplates"))
                .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));

        assertThat(Manifest.items(set.container().path("volumeMounts"))
                        .map(mount -> mount.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(volumes);
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldFindItsPodsByTheirLabels(Path values) {
        List<Manifest> manifests = Chart.with(values).manifests();
        Map<String, String> pod = labels(manifests, "StatefulSet", "/spec/template/metadata/labels");

        assertThat(pod).isNotEmpty();
        for (Manifest manifest : manifests) {
            JsonNode selector =
                    switch (manifest.kind()) {
                        case "Service" -> manifest.at("/spec/selector");
                        case "StatefulSet", "PodDisruptionBudget" -> manifest.at("/spec/selector/matchLabels");
                        case "NetworkPolicy" -> manifest.at("/spec/podSelector/matchLabels");
                        default -> null;
                    };
            if (selector != null) {
                assertThat(pod).as("%s", manifest).containsAllEntriesOf(entries(selector));
            }
        }
        assertThat(manifests.stream()
                        .filter(one -> one.kind().equals("Service"))
                        .map(Manifest::name))
                .contains(Chart.with(values)
                        .only("StatefulSet")
                        .at("/spec/serviceName")
                        .asText());
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldHaveNoSecretOfItsOwnAndNameThoseOfOthers(Path values) {
        List<Manifest> manifests = Chart.with(values).manifests();

        assertThat(manifests).noneMatch(manifest -> manifest.kind().equals("Secret"));
        assertThat(manifests.stream().flatMap(manifest -> manifest.texts().stream()))
                .noneMatch(text -> text.matches("(?is).*password\\s*[=:]\\s*\"?[^\"$\\s].*"));
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldGiveAStopTheTimeThatItNeeds(Path values) {
        Manifest set = Chart.with(values).only("StatefulSet");
        int grace = grace(Chart.with(values));
        int pause = set.container().at("/lifecycle/preStop/sleep/seconds").asInt();
        String application = Chart.with(values).application();
        int drain = Integer.parseInt(application.replaceAll("(?s).*drain-timeout: (\\d+)s.*", "$1"));

        int requests = Integer.parseInt(application.replaceAll("(?s).*shutdown-phase: (\\d+)s.*", "$1"));

        // Five seconds are EventIntake's for its last commit.
        assertThat(grace).isGreaterThan(pause + drain + 5 + requests);
    }

    /** Thirty seconds are CollectService's, and five its producer's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{percept: {collect: {enabled: true}}}  | 35",
                "{percept.collect: {enabled: 'on'}}     | 35",
                "{percept: {collect: {enabled: false}}} | 0",
                "{percept: {collect: {topic: corpus}}}  | 0"
            })
    void shouldGiveAStopMoreTimeWhereDocumentsAreCollected(String config, int more) {
        Path values = Chart.SOURCE.resolve("ci/default-values.yaml");

        assertThat(grace(Chart.with(values, "config: " + config))).isEqualTo(grace(Chart.with(values)) + more);
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldAskTheHealthGroupsAtTheManagementPort(Path values) {
        JsonNode container = Chart.with(values).only("StatefulSet").container();

        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
        }
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(Chart.with(values).application())
                .contains("port: " + container.at("/ports/1/containerPort").asText());
    }

    @Test
    void shouldReplacePodsWhenConfigurationOrPoliciesChange() {
        Path keda = Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml");
        String before = checksum(Chart.with(keda, ""));

        assertThat(checksum(Chart.with(keda, ""))).isEqualTo(before);
        assertThat(checksum(Chart.with(keda, "config: {percept: {worker: {rows: 8}}}")))
                .isNotEqualTo(before);
        assertThat(checksum(Chart.with(keda, "policies: {files: {market.yaml: 'name: other'}}")))
                .isNotEqualTo(before);
    }

    @Test
    void shouldLeaveTheNumberOfPodsToKeda() {
        Chart chart = Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml"));
        Manifest scaled = chart.only("ScaledObject");
        JsonNode trigger = scaled.at("/spec/triggers/0/metadata");

        assertThat(chart.only("StatefulSet").at("/spec/replicas").isMissingNode())
                .isTrue();
        assertThat(scaled.at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(chart.only("StatefulSet").name());
        assertThat(scaled.at("/spec/maxReplicaCount").asInt()).isEqualTo(12);
        assertThat(Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml"))
                        .application())
                .contains(
                        "partitions: 12",
                        "group-id: " + trigger.path("consumerGroup").asText())
                .contains("events: " + trigger.path("topic").asText());
    }

    @Test
    void shouldStartTheFirstPodForASingleEvent() {
        Path keda = Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml");
        Manifest scaled = Chart.with(keda, "autoscaling: {minReplicas: 0}").only("ScaledObject");

        assertThat(scaled.at("/spec/minReplicaCount").asInt(1)).isZero();
        // KEDA starts it where more than this many wait.
        assertThat(scaled.at("/spec/triggers/0/metadata/activationLagThreshold").asText())
                .isEqualTo("0");
    }

    @Test
    void shouldAskForAGpuWhereOneIs() {
        Manifest set = Chart.with(Chart.SOURCE.resolve("ci/gpu-values.yaml")).only("StatefulSet");

        assertThat(set.container().at("/resources/limits/nvidia.com~1gpu").asInt())
                .isEqualTo(1);
        assertThat(set.at("/spec/template/spec/nodeSelector").toString())
                .contains("\"nvidia.com/gpu.present\":\"true\"", "NVIDIA-L4");
        assertThat(Manifest.items(set.at("/spec/template/spec/tolerations"))
                        .map(one -> one.path("key").asText()))
                .containsExactly("team", "nvidia.com/gpu");
        assertThat(set.at("/spec/template/spec/runtimeClassName").asText()).isEqualTo("nvidia");
    }

    @Test
    void shouldAskForNoGpuOtherwise() {
        Manifest set =
                Chart.with(Chart.SOURCE.resolve("ci/default-values.yaml")).only("StatefulSet");

        assertThat(set.texts()).noneMatch(text -> text.contains("nvidia"));
        assertThat(set.container().at("/resources/limits").toString()).doesNotContain("gpu");
    }

    @Test
    void shouldNotMissAReleaseThatMayGoToNoPodAtAll() {
        Path keda = Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml");
        Chart resting = Chart.with(keda, "autoscaling: {minReplicas: 0}");
        Manifest monitor = resting.only("ServiceMonitor");

        assertThat(alerts(resting)).contains("PerceptGone").doesNotContain("PerceptAbsent");
        assertThat(monitor.at("/spec/endpoints/0/relabelings/0/targetLabel").asText())
                .isEqualTo("scales_to_zero");
        assertThat(monitor.at("/spec/endpoints/0/relabelings/0/replacement").asText())
                .isEqualTo("true");
        assertThat(KubernetesTypes.offences(monitor)).isEmpty();
    }

    @Test
    void shouldMissAReleaseThatAlwaysHasAPod() {
        Chart chart = Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml"));

        assertThat(alerts(chart)).contains("PerceptGone", "PerceptAbsent");
        assertThat(chart.only("ServiceMonitor")
                        .at("/spec/endpoints/0/relabelings")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void shouldLetPrometheusFindTheMembers() {
        List<Manifest> manifests = Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml"))
                .manifests();
        Map<String, String> wanted = labels(manifests, "ServiceMonitor", "/spec/selector/matchLabels");

        assertThat(manifests.stream()
                        .filter(one -> one.kind().equals("Service"))
                        .filter(one ->
                                entries(one.at("/metadata/labels")).entrySet().containsAll(wanted.entrySet()))
                        .map(one -> one.at("/spec/ports/0/name").asText()))
                .containsExactly("management");
    }

    private static int grace(Chart chart) {
        return chart.only("StatefulSet")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt();
    }

    private static List<String> alerts(Chart chart) {
        return Manifest.items(chart.only("PrometheusRule").at("/spec/groups/0/rules"))
                .map(rule -> rule.path("alert").asText())
                .toList();
    }

    private static String checksum(Chart chart) {
        return chart.only("StatefulSet")
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    private static Map<String, String> labels(List<Manifest> manifests, String kind, String pointer) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .map(manifest -> entries(manifest.at(pointer)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> entries(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText(), (a, b) -> b, TreeMap::new));
    }
}

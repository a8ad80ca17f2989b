package io.percept.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The chart as Helm and as Kubernetes see it, for every value set. */
class ChartTest {

    static final List<Path> VALUE_SETS = Chart.VALUE_SETS;

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldPassHelmsStrictLint(Path values) throws IOException {
        LintResult lint = Chart.with(values).lint();

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        assertThat(lint.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldRenderOnlyWhatKubernetesKnows(Path values) throws IOException {
        List<Manifest> manifests = Chart.with(values).manifests();

        assertThat(manifests).hasSizeGreaterThan(5).allSatisfy(manifest -> assertThat(
                        KubernetesTypes.offences(manifest))
                .as("%s", manifest)
                .isEmpty());
        assertThat(manifests)
                .doesNotHaveDuplicates()
                .extracting(Object::toString)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    apps/v1      | StatefulSet  | {spec: {template: {spec: {containers: [{name: x, imagePullPolice: Always}]}}}} | .imagePullPolice is unknown
                    apps/v1      | StatefulSet  | {spec: {replicas: many}}                              | many
                    v1           | ConfigMap    | {data: {port: 8080}}                                  | String
                    v1           | Gadget       | {}                                                    | of no type
                    keda.sh/v1alpha1 | ScaledObject | {metadata: {name: x}, spec: {scaleTarget: {}}}    | scaleTarget
                    """)
    void shouldSeeWhatKubernetesDoesNotKnow(String version, String kind, String body, String offence) {
        Manifest manifest = Manifest.parse("{apiVersion: %s, kind: %s, %s".formatted(version, kind, body.substring(1)))
                .getFirst();

        assertThat(KubernetesTypes.offences(manifest)).anyMatch(found -> found.contains(offence));
    }

    @Test
    void shouldPackTheDashboardAndTheAlertsOfTheService() throws IOException {
        assertThat(Chart.SOURCE.resolve("files/alerts.yaml"))
                .as("cp service/alerts/percept.yaml helm/percept/files/alerts.yaml")
                .hasSameTextualContentAs(Path.of("service/alerts/percept.yaml"));
        assertThat(Chart.SOURCE.resolve("files/dashboard.json"))
                .as("cp service/dashboards/percept.json helm/percept/files/dashboard.json")
                .hasSameTextualContentAs(Path.of("service/dashboards/percept.json"));
    }

    @Test
    void shouldExplainEachOfItsValues() throws IOException {
        String readme = Files.readString(Chart.SOURCE.resolve("README.md"));

        assertThat(Files.readAllLines(Chart.SOURCE.resolve("values.yaml")))
                .filteredOn(line -> line.matches("[a-zA-Z]+:.*"))
                .allSatisfy(line -> assertThat(readme).contains("`" + line.split(":")[0]));
    }
}

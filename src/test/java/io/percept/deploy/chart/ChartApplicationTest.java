package io.percept.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.deploy.Settings;
import io.percept.engine.Bundle;
import io.percept.engine.launch.EngineKind;
import io.percept.intake.DeadLetterProperties;
import io.percept.intake.IntakeProperties;
import io.percept.intake.enrichment.EngineProperties;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.policy.TestDocuments;
import io.percept.publish.TopicProperties;
import io.percept.web.access.AccessMode;
import io.percept.web.access.AccessProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** The application configuration that the chart renders, as the service reads it. */
class ChartApplicationTest {

    static final List<Path> VALUE_SETS = Chart.VALUE_SETS;
    private static final Map<String, Object> POD =
            Map.of("HOSTNAME", "percept-0", "kafka.username", "percept", "kafka.password", "c0rrect horse");

    @TempDir
    static Path directory;

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldSetOnlyWhatTheServiceKnows(Path values) throws IOException {
        settings(Chart.with(values)).bindAll();
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldGiveEachPodAnIdentityInTheGroup(Path values) throws IOException {
        KafkaProperties kafka = settings(Chart.with(values)).bind("spring.kafka", KafkaProperties.class);

        assertThat(kafka.getBootstrapServers()).isNotEmpty();
        assertThat(kafka.getConsumer().getProperties())
                .containsEntry("group.instance.id", "percept-0")
                .containsEntry("session.timeout.ms", "45000");
    }

    @Test
    void shouldChooseTheEngineAndTheGpusOfThePod() throws IOException {
        Path gpu = Chart.SOURCE.resolve("ci/gpu-values.yaml");
        Settings one = settings(Chart.with(gpu));
        Settings two = settings(Chart.with(gpu, "gpu: {count: 2}"));
        Settings other = settings(Chart.with(gpu, "gpu: {engine: onnxruntime-tensorrt}"));

        assertThat(one.bind("percept.engine", EngineProperties.class).name()).isEqualTo(EngineKind.TENSORRT);
        assertThat(one.bind("percept.engine", EngineProperties.class).tensorrt().buildOnStart())
                .isTrue();
        assertThat(two.bind("percept.engine", EngineProperties.class).tensorrt().devices())
                .containsExactly(0, 1);
        assertThat(other.bind("percept.engine", EngineProperties.class).name())
                .isEqualTo(EngineKind.ONNXRUNTIME_TENSORRT);
    }

    @Test
    void shouldLogInWithTheSecretsThatAreMounted() throws IOException {
        Chart chart = Chart.with(Chart.SOURCE.resolve("ci/locked-down-values.yaml"));
        Settings settings = settings(chart);
        KafkaProperties kafka = settings.bind("spring.kafka", KafkaProperties.class);
        var login = JaasContext.loadClientContext(Map.of(
                        "sasl.jaas.config", new Password(kafka.getProperties().get("sasl.jaas.config"))))
                .configurationEntries()
                .getFirst();

        assertThat(kafka.getSecurity().getProtocol()).isEqualTo("SASL_SSL");
        assertThat(login.getLoginModuleName()).endsWith("ScramLoginModule");
        assertThat(login.getOptions()).isEqualTo(Map.of("username", "percept", "password", "c0rrect horse"));
        assertThat(settings.value("spring.config.import"))
                .isEqualTo("configtree:" + mount(chart, "kafka-login") + "/,file:" + mount(chart, "access-keys")
                        + "/keys.yaml");
    }

    @Test
    void shouldLetInByWhatTheValuesSay() throws IOException {
        Settings open = settings(Chart.with(Chart.SOURCE.resolve("ci/default-values.yaml")));
        Settings keys = settings(Chart.with(Chart.SOURCE.resolve("ci/locked-down-values.yaml")));
        Settings jwt = settings(Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml")));

        assertThat(open.bind("percept.access", AccessProperties.class).mode()).isEqualTo(AccessMode.OPEN);
        assertThat(open.value("server.address")).isEqualTo("0.0.0.0");
        assertThat(keys.bind("percept.access", AccessProperties.class).mode()).isEqualTo(AccessMode.KEYS);
        assertThat(keys.value("server.address")).isNull();
        assertThat(jwt.bind("percept.access", AccessProperties.class).jwt().rolesClaim())
                .isEqualTo("realm_access.roles");
        assertThat(jwt.value("spring.security.oauth2.resourceserver.jwt.issuer-uri"))
                .isEqualTo("https://login.example.net/realms/vision");
        assertThat(jwt.value("spring.security.oauth2.resourceserver.jwt.audiences[0]"))
                .isEqualTo("percept");
    }

    @Test
    void shouldTakeTokensThoughTheFileOfKeysSaysThatKeysAloneAre() throws IOException {
        Chart chart = Chart.with(
                Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml"), "access: {keys: {secret: percept-keys}}");

        assertThat(Manifest.items(chart.only("StatefulSet").container().path("env")))
                .anyMatch(variable -> variable.path("name").asText().equals("PERCEPT_ACCESS_MODE")
                        && variable.path("value").asText().equals("jwt"));
        assertThat(settings(chart).value("spring.config.import")).contains("/keys.yaml");
    }

    @Test
    void shouldTakeALoginOfAMechanismThatTheValuesHaveNoNameFor() throws IOException {
        Chart chart = Chart.with(
                Chart.SOURCE.resolve("ci/default-values.yaml"),
                "config: {spring: {kafka: {security: {protocol: SASL_SSL}, properties: {sasl.mechanism: OAUTHBEARER}}}}");

        KafkaProperties kafka = settings(chart).bind("spring.kafka", KafkaProperties.class);

        assertThat(kafka.getSecurity().getProtocol()).isEqualTo("SASL_SSL");
        assertThat(kafka.getProperties()).containsEntry("sasl.mechanism", "OAUTHBEARER");
    }

    @Test
    void shouldReadCertificatesFromWhereTheyAreMounted() throws IOException {
        Chart chart = Chart.with(Chart.SOURCE.resolve("ci/locked-down-values.yaml"));
        Settings settings = settings(chart);
        var bundle = settings.bind("spring.ssl", SslProperties.class)
                .getBundle()
                .getPem()
                .get("kafka");

        assertThat(settings.value("spring.kafka.ssl.bundle")).isEqualTo("kafka");
        assertThat(bundle.getTruststore().getCertificate()).isEqualTo("file:" + mount(chart, "kafka-ca") + "/ca.crt");
        assertThat(bundle.getKeystore().getPrivateKey()).isEqualTo("file:" + mount(chart, "kafka-client") + "/tls.key");
    }

    @Test
    void shouldTrustWhatJavaTrustsWithoutAnAuthorityOfItsOwn() throws IOException {
        Settings settings = settings(Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml")));

        assertThat(settings.value("spring.kafka.security.protocol")).isEqualTo("SSL");
        assertThat(settings.value("spring.kafka.ssl.bundle")).isNull();
    }

    @Test
    void shouldJudgeByThePoliciesOfTheValues() throws IOException {
        Chart chart = Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml"));
        PolicyProperties configured = settings(chart).bind("percept.policy", PolicyProperties.class);
        Path mounted = Files.createTempDirectory(directory, "policies");
        var policies = chart.manifests().stream()
                .filter(manifest -> manifest.toString().equals("ConfigMap percept-policies"))
                .findFirst()
                .orElseThrow();
        for (var file : policies.at("/data").properties()) {
            Files.writeString(mounted.resolve(file.getKey()), file.getValue().asText());
        }
        List<Path> files = configured.files().stream()
                .map(file -> mounted.resolve(file.getFileName()))
                .toList();

        Policies loaded = Policies.load(
                new PolicyProperties(files, configured.standard(), configured.choosable()),
                Bundle.load(Path.of("model-worker/models/percept-tiny"))
                        .moderation()
                        .questions(),
                TestDocuments::read);

        assertThat(loaded.named(Optional.empty()).version()).isEqualTo("7");
        assertThat(loaded.named(Optional.of("market")).rules()).hasSize(2);
        assertThat(configured.files())
                .allMatch(file -> file.getParent().toString().equals(mount(chart, "policies")));
    }

    @Test
    void shouldKeepFurtherConfigurationBesideItsOwn() throws IOException {
        Settings settings = settings(Chart.with(Chart.SOURCE.resolve("ci/keda-monitoring-values.yaml")));

        assertThat(settings.bind("percept.intake", IntakeProperties.class).maxInFlight())
                .isEqualTo(128);
        assertThat(settings.bind("percept.intake", IntakeProperties.class).drainTimeout())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.bind("percept.topics", TopicProperties.class).events())
                .isEqualTo("posts");
    }

    @Test
    void shouldTakeNumbersOfTokensForNoSecrets() throws IOException {
        Chart chart = Chart.with(
                Chart.SOURCE.resolve("ci/default-values.yaml"),
                """
                config:
                  percept:
                    dead-letters: {tokens: 50, tokens-per-result: "4"}
                    worker: {prefill-tokens: 1024, max-tokens: {caption: 40}}
                extraEnv:
                  - {name: PERCEPT_DEADLETTERS_TOKENS, value: "60"}
                  - {name: PERCEPT_WORKER_PREFILLTOKENS, value: "2048"}
                """);
        Settings settings = settings(chart);
        DeadLetterProperties letters = settings.bind("percept.dead-letters", DeadLetterProperties.class);

        assertThat(letters.tokens()).isEqualTo(50);
        assertThat(letters.tokensPerResult()).isEqualTo(4);
        assertThat(settings.value("percept.worker.prefill-tokens")).isEqualTo("1024");
        assertThat(Manifest.items(chart.only("StatefulSet").container().path("env")))
                .anyMatch(variable -> variable.path("name").asText().equals("PERCEPT_DEADLETTERS_TOKENS")
                        && variable.path("value").asText().equals("60"));
    }

    @Test
    void shouldLetConfigSayWhichPoliciesEventsMayName() throws IOException {
        Settings settings = settings(Chart.with(
                Chart.SOURCE.resolve("ci/default-values.yaml"), "config: {percept: {policy: {choosable: [default]}}}"));

        assertThat(settings.bind("percept.policy", PolicyProperties.class).choosable())
                .containsExactly("default");
    }

    private static Settings settings(Chart chart) throws IOException {
        return Settings.of(chart.application(), POD);
    }

    private static String mount(Chart chart, String volume) {
        return Manifest.items(chart.only("StatefulSet").container().path("volumeMounts"))
                .filter(mount -> mount.path("name").asText().equals(volume))
                .map(mount -> mount.path("mountPath").asText())
                .findFirst()
                .orElseThrow();
    }
}

package io.percept.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.wire.Encoding;
import io.percept.engine.Bundle;
import io.percept.intake.IntakeProperties;
import io.percept.policy.PartlySeen;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.policy.TestDocuments;
import io.percept.publish.PublishProperties;
import io.percept.publish.ReviewCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays of service/overlays and the policies of service/policies. */
class OverlaysTest {

    private static final Path OVERLAYS = Path.of("service/overlays");
    private static final Map<String, String> QUESTIONS = Bundle.load(Path.of("model-worker/models/percept-tiny"))
            .moderation()
            .questions();

    static List<Path> overlays() throws IOException {
        return list(OVERLAYS);
    }

    static List<Path> policies() throws IOException {
        return list(Path.of("service/policies"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void shouldSetOnlyWhatTheServiceKnows(Path overlay) throws IOException {
        settings(overlay).bindAll();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void shouldBeExplained(Path overlay) throws IOException {
        String useCase = overlay.getFileName().toString().replaceAll("application-|\\.yaml", "");

        assertThat(Files.readString(Path.of("service/README.md"))).contains("`" + useCase + "`");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void shouldNameAPolicyThatIsThere(Path overlay) throws IOException {
        PolicyProperties properties = settings(overlay).bind("percept.policy", PolicyProperties.class);

        assertThat(Policies.load(properties, QUESTIONS, TestDocuments::read)
                        .named(Optional.empty())
                        .name())
                .isEqualTo(properties.standard());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldShipPoliciesThatTheServiceReads(Path file) {
        String name = file.getFileName().toString().replace(".yaml", "");

        assertThat(Policies.load(new PolicyProperties(List.of(file), name, List.of()), QUESTIONS, TestDocuments::read)
                        .all())
                .hasSize(1);
    }

    @Test
    void shouldModerateAloneInTheOverlayOfThatName() throws IOException {
        Settings settings = settings(OVERLAYS.resolve("application-moderation.yaml"));

        assertThat(settings.bind("percept.intake", IntakeProperties.class).tasks())
                .containsExactly("moderate");
        assertThat(settings.bind("percept.intake", IntakeProperties.class).requiredTasks())
                .containsExactly("moderate");
        assertThat(settings.bind("percept.publish", PublishProperties.class).encoding())
                .isEqualTo(Encoding.PROTOBUF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderation", "memes"})
    void shouldShowAPersonWhatIsBlockedAndWhatFailedWhereItModerates(String useCase) throws IOException {
        Settings settings = settings(OVERLAYS.resolve("application-" + useCase + ".yaml"));

        assertThat(settings.bind("percept.publish", PublishProperties.class).reviewOn())
                .containsExactlyInAnyOrder(ReviewCause.values());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldHaveAPersonLookAtWhatWasNotSeenAsAWhole(Path file) {
        String name = file.getFileName().toString().replace(".yaml", "");

        assertThat(Policies.load(new PolicyProperties(List.of(file), name, List.of()), QUESTIONS, TestDocuments::read)
                        .standard()
                        .unseen())
                .isEqualTo(PartlySeen.REVIEW);
    }

    @Test
    void shouldRefuseAKeyThatNoRecordHas() throws IOException {
        Settings wrongRoom = Settings.of("percept: {intake: {max-in-flights: 3}}", Map.of());
        Settings wrongHouse = Settings.of("percept: {outtake: {x: 3}}", Map.of());
        Settings wrongValue = Settings.of("percept: {intake: {max-in-flight: 0}}", Map.of());

        assertThatThrownBy(wrongRoom::bindAll).hasMessageContaining("percept.intake.max-in-flights");
        assertThatThrownBy(wrongHouse::bindAll).hasMessageContaining("percept.outtake.x");
        assertThatThrownBy(wrongValue::bindAll).rootCause().hasMessageContaining("maxInFlight");
    }

    private static Settings settings(Path overlay) throws IOException {
        return Settings.of(Files.readString(overlay), Map.of());
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}

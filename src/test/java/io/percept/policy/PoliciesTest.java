package io.percept.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three policies are loaded: strict, the standard one, lax and harsh. */
class PoliciesTest {

    @TempDir
    Path directory;

    @Test
    void shouldLetEventsNameEveryPolicyByDefault() throws IOException {
        Policies policies = load();

        assertThat(policies.named(Optional.of("lax")).name()).isEqualTo("lax");
        assertThat(policies.named(Optional.of("harsh")).name()).isEqualTo("harsh");
        assertThat(policies.named(Optional.empty()).name()).isEqualTo("strict");
    }

    @Test
    void shouldRefuseAPolicyThatEventsMayNotName() throws IOException {
        Policies policies = load("harsh");

        assertThat(policies.named(Optional.of("harsh")).name()).isEqualTo("harsh");
        assertThatThrownBy(() -> policies.named(Optional.of("lax")))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_POLICY))
                .hasMessage(
                        "Events may not name the policy 'lax': use one of [harsh, strict], or add it to percept.policy.choosable.");
    }

    @Test
    void shouldAlwaysLetEventsNameTheStandardPolicy() throws IOException {
        assertThat(load("harsh").named(Optional.of("strict")).name()).isEqualTo("strict");
    }

    @Test
    void shouldSayWhichPoliciesEventsMayName() throws IOException {
        assertThatThrownBy(() -> load("strict").named(Optional.of("none")))
                .isInstanceOf(PerceptException.class)
                .hasMessage(
                        "No policy is named 'none': use one of [strict], or load its file with percept.policy.files.");
    }

    @Test
    void shouldTakeTheStandardPolicyInPlaceOfOneThatEventsMayNotName() throws IOException {
        assertThat(load("harsh").orStandard(Optional.of("lax")).name()).isEqualTo("strict");
        assertThat(load("harsh").orStandard(Optional.of("harsh")).name()).isEqualTo("harsh");
        assertThat(load().orStandard(Optional.of("none")).name()).isEqualTo("strict");
    }

    @Test
    void shouldNotStartWhereEventsMayNameAPolicyThatIsNotLoaded() {
        assertThatThrownBy(() -> load("harsh", "lacks"))
                .isInstanceOf(PolicyException.class)
                .hasMessage(
                        "percept.policy.choosable is [harsh, lacks], but the loaded policies are [strict, lax, harsh]: name these alone, or load the others with percept.policy.files.");
    }

    private Policies load(String... choosable) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("strict", "lax", "harsh")) {
            files.add(Files.writeString(
                    directory.resolve(name + ".yaml"),
                    "name: %s\nversion: 1\nlabels: {hate: {review: 0.5}}\n".formatted(name)));
        }
        return Policies.load(
                new PolicyProperties(files, "strict", List.of(choosable)),
                Map.of("hate", "is it hateful?"),
                TestDocuments::read);
    }
}

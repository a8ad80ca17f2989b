package io.percept.prompt.alttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.percept.contract.AltTextSuggestion.Finding;
import io.percept.contract.ImageContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AltTextLintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IMG_20240101.JPG     | file-name       | 1.1.1 | F30 | true",
                "photos/oct.png       | file-name       | 1.1.1 | F30 | true",
                "image                | placeholder     | 1.1.1 | F30 | true",
                "Picture 12           | placeholder     | 1.1.1 | F30 | true",
                "DSC_0042             | placeholder     | 1.1.1 | F30 | true",
                "0002                 | placeholder     | 1.1.1 | F30 | true",
                "photograph #12_      | placeholder     | 1.1.1 | F30 | true",
                "- 3 -                | placeholder     | 1.1.1 | F30 | true",
                "--- ___              | placeholder     | 1.1.1 | F30 | true",
                "An image of a dog    | announces-image | 1.1.1 | G94 | false",
                "Photo of the harbour | announces-image | 1.1.1 | G94 | false",
                "This picture shows a dog | announces-image | 1.1.1 | G94 | false"
            })
    void shouldFindTextsThatAreNoAlternative(
            String alt, String rule, String criterion, String technique, boolean failure) {
        List<Finding> findings = existing(Optional.of(alt), facts(ImageContext.NONE), false);

        assertThat(findings).singleElement().satisfies(finding -> assertThat(
                        List.of(finding.rule(), finding.criterion(), finding.technique(), finding.failure()))
                .containsExactly(rule, criterion, technique, failure));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A white lighthouse at dusk",
                "Imagine Dragons on stage",
                "Picture frames in a shop",
                "3 apples",
                "3 - 4",
                "image 1b"
            })
    void shouldFindNothingWrongWithADescription(String alt) {
        assertThat(existing(Optional.of(alt), facts(ImageContext.NONE), false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "IMG_2024.JPG", " oct.png ", ".svg", "scan.tif", "Image", "photo", "picture"})
    void shouldSayOfATextThatItSaysNothing(String alt) {
        assertThat(AltTextLint.saysNothing(alt)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"88", "DSC_0042", "icon", "A photo", "The file dog.png", "dog.pngs"})
    void shouldNotSayOfOtherTextsThatTheySayNothing(String alt) {
        assertThat(AltTextLint.saysNothing(alt)).isFalse();
    }

    @Test
    void shouldTakeNoEndlessTextForAName() {
        assertThat(AltTextLint.saysNothing("a".repeat(500) + ".png")).isFalse();
    }

    @Test
    void shouldFindAMissingAltAttributeOnlyWhereItIsKnownToBeMissing() {
        assertThat(techniques(existing(Optional.empty(), facts(context("", "", "", true, false)), false)))
                .containsExactly("F65");
        assertThat(techniques(existing(Optional.empty(), facts(context("", "", "", true, false)), true)))
                .containsExactly("F38");
        assertThat(existing(Optional.empty(), facts(ImageContext.NONE), false)).isEmpty();
    }

    @Test
    void shouldFindALinkWithoutAName() {
        ImageContext link = context("link", "/shop", "", false, true);

        List<Finding> findings = existing(Optional.of(""), facts(link), true);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.technique()).isEqualTo("F89");
            assertThat(finding.criterion()).isEqualTo("2.4.4");
        });
        assertThat(existing(Optional.of(""), facts(context("link", "/shop", "Our shop", false, true)), true))
                .isEmpty();
        assertThat(existing(
                        Optional.of(""),
                        facts(new ImageContext("", "", "link", "Our shop", "", true, false, true, 1)),
                        true))
                .isEmpty();
    }

    @Test
    void shouldFindATextOnADecorativeImage() {
        assertThat(techniques(existing(Optional.of("a line"), facts(ImageContext.NONE), true)))
                .containsExactly("F39");
    }

    @Test
    void shouldCallATextOnADecorativeImageAFailureOnlyWhereASignLeavesLittleDoubt() {
        Optional<String> line = Optional.of("a line");
        ImageFacts often = facts(ImageContext.NONE.withRepeats(5));
        ImageFacts plain = new ImageFacts("a line", ImageContext.NONE, "", "", 100, 100, true);

        assertThat(AltTextLint.existing(line, often, DecorativeSigns.of(often, ""), 125))
                .extracting(Finding::technique, Finding::failure)
                .containsExactly(tuple("F39", false));
        assertThat(AltTextLint.existing(line, plain, DecorativeSigns.of(plain, ""), 125))
                .extracting(Finding::technique, Finding::failure)
                .containsExactly(tuple("F39", true));
    }

    @Test
    void shouldFindATextThatIsReadTwice() {
        ImageContext link = context("link", "/shop", "Our shop", false, false);
        ImageFacts captioned = new ImageFacts("", ImageContext.NONE, "", "The old lighthouse, at dusk.", 99, 99, false);

        assertThat(techniques(existing(Optional.of("Our shop"), facts(link), false)))
                .containsExactly("H2");
        assertThat(techniques(existing(Optional.of("old lighthouse"), captioned, false)))
                .containsExactly("H67");
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void shouldJudgeATextOfAnyLengthAtOnce(String alt) {
        ImageFacts facts = new ImageFacts(alt, ImageContext.NONE, "x ".repeat(200_000), "", 99, 99, false);

        List<Finding> findings = assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> existing(
                        Optional.of(alt), facts, !DecorativeSigns.of(facts, alt).isEmpty()));

        assertThat(techniques(findings)).containsExactly("G95");
    }

    static Stream<Named<String>> longTexts() {
        return Stream.of(
                Named.of("dashes", "-".repeat(200_000) + "x"),
                Named.of("dots", ".".repeat(200_000) + "x"),
                Named.of("capital sigmas", "Σ".repeat(100_000)),
                Named.of("as beside it, but for its end", "x ".repeat(100_000) + "y"));
    }

    @Test
    void shouldLookForATextBesideARunOfSigmasAtOnce() {
        ImageFacts facts = new ImageFacts("", ImageContext.NONE, "Σ".repeat(100_000), "ΟΔΟΣ 1", 99, 99, false);

        List<Finding> findings =
                assertTimeoutPreemptively(Duration.ofSeconds(2), () -> existing(Optional.of("οδος"), facts, false));

        assertThat(techniques(findings)).containsExactly("H67");
    }

    /** Without the bound on what is judged. */
    @Test
    void shouldTellAPlaceholderInTimeThatGrowsWithItsLength() {
        String dashes = "-".repeat(200_000) + "x";

        boolean placeholder = assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> AltTextLint.PLACEHOLDER.matcher(dashes).matches());

        assertThat(placeholder).isFalse();
    }

    @Test
    void shouldFindATextThatIsLongerThanTheProfile() {
        assertThat(techniques(existing(Optional.of("long ".repeat(30)), facts(ImageContext.NONE), false)))
                .containsExactly("G95");
    }

    @Test
    void shouldAskForThePurposeOfALinkOrButton() {
        assertThat(techniques(AltTextLint.suggested("A cart", facts(context("link", "/cart", "", true, false)), 125)))
                .containsExactly("H30");
        assertThat(techniques(AltTextLint.suggested("A cart", facts(context("button", "", "", true, false)), 125)))
                .containsExactly("G82");
        assertThat(AltTextLint.suggested("A cart", facts(ImageContext.NONE), 125))
                .isEmpty();
    }

    private static List<Finding> existing(Optional<String> alt, ImageFacts facts, boolean decorative) {
        List<Finding> signs = decorative ? List.of(DecorativeSigns.declaredSmall()) : List.of();
        return AltTextLint.existing(alt, facts, signs, 125);
    }

    private static List<String> techniques(List<Finding> findings) {
        return findings.stream().map(Finding::technique).toList();
    }

    private static ImageContext context(
            String role, String target, String beside, boolean altMissing, boolean altEmpty) {
        return new ImageContext("", "", role, target, beside, false, altMissing, altEmpty, 1);
    }

    private static ImageFacts facts(ImageContext context) {
        return new ImageFacts("", context, "", "", 100, 100, false);
    }
}

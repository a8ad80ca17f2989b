package io.percept.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.PerceptException;
import io.percept.prompt.Document;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.TextPart;
import io.percept.prompt.WorkedExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

    private static final Map<String, String> QUESTIONS = Map.of("hate", "is it hateful?", "scam", "is it a scam?");

    private static final String POLICY_WITH_EXAMPLES =
            """
            name: p
            version: 3
            moderateWith: toys
            labels: {hate: {review: 0.5}}
            examples:
              toys:
                - segments: [{image: dax.png}, {text: and read}]
                  answer: dax
                  labels: {hate: false}
            """;

    @TempDir
    Path directory;

    @Test
    void shouldTakeTheQuestionOfTheModelWhereTheFileHasNone() throws IOException {
        ModerationPolicy policy = read("name: p\nversion: 3\nlabels:\n  hate: {review: 0.5, block: 0.9}\n");

        assertThat(policy.rules()).containsExactly(rule("hate", "is it hateful?", 0.5, 0.9, false));
    }

    @Test
    void shouldPreferTheQuestionOfTheFile() throws IOException {
        ModerationPolicy policy = read(
                "name: p\nversion: 3\nlabels:\n  rude: {question: 'is it rude?', review: 0.5, observeOnly: true}\n");

        assertThat(policy.rules()).containsExactly(rule("rude", "is it rude?", 0.5, LabelRule.NEVER, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hate: {review: 1.5}                          | labels.hate.review must be a number in 0..1, was 1.5
                    hate: {review: .nan}                         | labels.hate.review must be a number in 0..1, was NaN
                    hate: {block: 0.5}                           | labels.hate.review must be a number in 0..1, was null
                    hate: {review: 0.5, block: 0.4}              | labels.hate.block is below review
                    hate: {review: 0.5, blok: 0.9}               | labels.hate.blok is unknown
                    hate: {review: 0.5, observeOnly: maybe}      | labels.hate.observeOnly must be true or false
                    rude: {review: 0.5}                          | labels.rude.question is missing
                    hate: {review: 0.5, temperature: 0}          | labels.hate.temperature must be a finite number above 0
                    hate: {review: 0.5, temperature: .inf}       | labels.hate.temperature must be a finite number above 0
                    hate: {review: 0.5, evidence: a knife}       | labels.hate.evidence must be a list
                    hate: 0.5                                    | labels.hate must be a mapping
                    """)
    void shouldNameTheKeyThatIsWrong(String rule, String complaint) {
        assertThatThrownBy(() -> read("name: p\nversion: 3\nlabels:\n  " + rule + "\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("policy.yaml: " + complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name: p, version: 1.10, labels: {hate: {review: 1}}                  | version must be a text: put it in quotes (YAML takes it for 1.1)
                    name: p, version: 2026-11-24, labels: {hate: {review: 1}}            | version must be a text: put it in quotes
                    name: yes, version: 1, labels: {hate: {review: 1}}                   | name must be a text: put it in quotes (YAML takes it for true)
                    name: p, version: 1, labels: {no: {review: 1}}                       | labels.false must be a text: put it in quotes
                    name: p, version: 12:30.5, labels: {hate: {review: 1}}               | version must be a text: put it in quotes (YAML takes it for 750.5)
                    name: p, version: 1, labels: {hate: {review: 1, question: 1230}}     | labels.hate.question must be a text: put it in quotes (YAML takes it for 1230)
                    name: p, version: 1, labels: {hate: {review: 1, evidence: [a, off]}} | labels.hate.evidence[1] must be a text: put it in quotes
                    name: p, version: 1, labels: {hate: {review: 1}}, examples: {toys: [{segments: [{text: a}], answer: yes}]} | examples.toys[0].answer must be a text
                    """)
    void shouldRefuseATextThatYamlMakesSomethingElseOf(String policy, String complaint) {
        assertThatThrownBy(() -> read("{" + policy + "}"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("policy.yaml: " + complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "3",
                "-1",
                "+1",
                "12:30",
                "010",
                "09",
                "0x10",
                "0b11",
                "2026_11_24",
                "20261124001",
                "-20261124001",
                "20261124001000000000000"
            })
    void shouldTakeAVersionAsItIsWritten(String version) throws IOException {
        ModerationPolicy policy = read("name: p\nversion: " + version + "\nlabels: {hate: {review: 0.5}}\n");

        assertThat(policy.version()).isEqualTo(version);
    }

    @Test
    void shouldTakeAnIntegerThatIsNotPlainForNoThreshold() {
        assertThatThrownBy(() -> read("name: p\nversion: 3\nlabels: {hate: {review: 0x1}}\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("labels.hate.review must be a number in 0..1, was 0x1");
    }

    @Test
    void shouldRefuseALabelThatIsWrittenTwice() {
        assertThatThrownBy(
                        () -> read(
                                """
                        name: p
                        version: 3
                        labels:
                          hate: {review: 0.1, block: 0.2}
                          hate: {review: 0.9, block: 0.95}
                        """))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("duplicate key hate");
    }

    @Test
    void shouldAnswerLateEventsUnlessTheFileShedsThem() throws IOException {
        String rest = "name: p\nversion: 3\nlabels: {hate: {review: 0.5}}\n";

        assertThat(read(rest).late()).isEqualTo(LateEvents.ANSWER);
        assertThat(read("late: answer\n" + rest).late()).isEqualTo(LateEvents.ANSWER);
        assertThat(read("late: shed\n" + rest).late()).isEqualTo(LateEvents.SHED);
        assertThatThrownBy(() -> read("late: maybe\n" + rest))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("policy.yaml: late must be one of [answer, shed], was maybe.");
    }

    @Test
    void shouldAllowWhatWasPartlySeenUnlessTheFileHasItReviewed() throws IOException {
        String rest = "name: p\nversion: 3\nlabels: {hate: {review: 0.5}}\n";

        assertThat(read(rest).unseen()).isEqualTo(PartlySeen.ALLOW);
        assertThat(read("unseen: allow\n" + rest).unseen()).isEqualTo(PartlySeen.ALLOW);
        assertThat(read("unseen: review\n" + rest).unseen()).isEqualTo(PartlySeen.REVIEW);
        assertThatThrownBy(() -> read("unseen: block\n" + rest))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("policy.yaml: unseen must be one of [allow, review], was block.");
    }

    @Test
    void shouldPreferTheTemperatureOfALabelOverThatOfItsPolicy() throws IOException {
        ModerationPolicy policy = read(
                """
                name: p
                version: 3
                temperature: {moderate: 0.5, choose: 2}
                labels:
                  hate: {review: 0.5}
                  scam: {review: 0.5, temperature: 0.7, evidence: [a money bag]}
                """);

        assertThat(policy.rules())
                .extracting(rule -> rule.question().temperature().orElseThrow())
                .containsExactly(0.5, 0.7);
        assertThat(policy.rules().get(1).evidence()).containsExactly("a money bag");
        assertThat(policy.choiceTemperature()).isEqualTo(2);
    }

    @Test
    void shouldReadWorkedExamplesWithTheImagesBesideTheFile() throws IOException {
        Files.writeString(directory.resolve("dax.png"), "seen");

        ModerationPolicy policy = read(POLICY_WITH_EXAMPLES);

        assertThat(policy.examples("toys"))
                .containsExactly(new WorkedExample(
                        Document.of(new TextPart("seen"), new TextPart("and read")), "dax", Map.of("hate", false)));
        assertThat(policy.moderateWith()).contains("toys");
        assertThatThrownBy(() -> policy.examples("none"))
                .isInstanceOf(PerceptException.class)
                .hasMessageContaining("use one of [toys]");
    }

    @Test
    void shouldTakeAnImageThatIsWrittenOut() throws IOException {
        ModerationPolicy policy = read(
                """
                name: p
                version: 3
                labels: {hate: {review: 0.5}}
                examples: {toys: [{segments: [{image: 'data:image/png;base64,AAAA'}], answer: dax}]}
                """);

        assertThat(policy.examples("toys"))
                .extracting(WorkedExample::document)
                .containsExactly(Document.of(new TextPart("data:image/png;base64,AAAA")));
    }

    @Test
    void shouldHaveAnotherVersionWithAnotherImage() throws IOException {
        Files.writeString(directory.resolve("dax.png"), "seen");
        String version = read(POLICY_WITH_EXAMPLES).version();

        Files.writeString(directory.resolve("dax.png"), "another");

        assertThat(version).matches("3\\+[0-9a-f]{8}");
        assertThat(read(POLICY_WITH_EXAMPLES).version()).startsWith("3+").isNotEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {segments: [{image: none.png}], answer: a}     | examples.toys[0].segments[0].image 'none.png' cannot be read
                    {segments: [{image: ../up.png}], answer: a}    | it is not in the policy file's folder
                    {segments: [{text: broken}], answer: a}        | examples.toys[0].segments cannot be used: image 1
                    {segments: [{text: a}]}                        | examples.toys[0].answer is missing
                    {segments: [], answer: a}                      | examples.toys[0].segments must be a list that is not empty
                    {segments: [{text: a, image: b}], answer: a}   | examples.toys[0].segments[0].text or image must be there
                    {segments: [{text: a}], labels: {hate: maybe}} | examples.toys[0].labels.hate must be true or false
                    {segments: [{text: a}], labels: {hat: true}}   | policy.yaml: examples.toys[0].labels.hat is unknown; known are [hate]
                    {segments: [{text: a}], anser: a}              | examples.toys[0].anser is unknown
                    """)
    void shouldNameTheKeyOfAnExampleThatIsWrong(String example, String complaint) {
        assertThatThrownBy(() -> read("name: p\nversion: 3\nlabels: {hate: {review: 1}}\nexamples:\n  toys:\n    - "
                        + example + "\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldNameTheFileThatDoesNotExist() {
        assertThatThrownBy(() -> PolicyFile.read(directory.resolve("none.yaml"), QUESTIONS, TestDocuments::read))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("none.yaml does not exist");
    }

    private ModerationPolicy read(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.yaml"), yaml);
        return PolicyFile.read(file, QUESTIONS, TestDocuments::read);
    }

    private static LabelRule rule(String label, String question, double review, double block, boolean observeOnly) {
        return new LabelRule(label, LabelQuestion.of(question), review, block, observeOnly, List.of());
    }
}

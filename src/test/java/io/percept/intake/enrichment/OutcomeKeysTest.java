package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageContext;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.prompt.Document;
import io.percept.prompt.ImageNotes;
import io.percept.prompt.ImagePart;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.Part;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TextPart;
import io.percept.prompt.WorkedExample;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What two events must have in common to share their outcomes. */
class OutcomeKeysTest {

    private static final String URL = "http://example.test/a.png";
    private static final Task CAPTION = new Task.Caption("c", TaskOptions.NONE);
    private static final TaskInputs CAT = TaskInputs.of(Document.of(picture("cat", URL), new TextPart("a cat")));

    @TempDir
    Path directory;

    private OutcomeKeys keys;

    @BeforeEach
    void open() throws IOException {
        keys = keys("abc", "1", Tenants.of(properties("", false)));
    }

    @Test
    void shouldShareWhatDiffersInNothingThatAnOutcomeDependsOn() {
        ImageEvent other = new ImageEvent(
                "another",
                "/shop",
                Instant.EPOCH.plusSeconds(1),
                List.of(),
                List.of(),
                Optional.of("first"),
                7,
                Optional.of(Duration.ofSeconds(1)),
                Map.of("post", "9"));

        assertThat(keys.of(other, List.of(ready(CAPTION, CAT)))).isEqualTo(key(CAPTION, CAT));
    }

    @Test
    void shouldMissWhereTheContentBehindAnAddressChanged() {
        assertThat(key(CAPTION, TaskInputs.of(Document.of(picture("dog", URL), new TextPart("a cat")))))
                .isNotEqualTo(key(CAPTION, CAT));
    }

    @Test
    void shouldFindTheSameImageAtAnotherAddressUnlessTheOutcomeNamesIt() {
        TaskInputs elsewhere = TaskInputs.of(Document.of(picture("cat", URL + "?signed"), new TextPart("a cat")));
        Task altText = new Task.AltText("a", List.of(), 125, Optional.empty(), TaskOptions.NONE);

        assertThat(key(CAPTION, elsewhere)).isEqualTo(key(CAPTION, CAT));
        assertThat(key(altText, elsewhere)).isNotEqualTo(key(altText, CAT));
    }

    @Test
    void shouldNotShareADecisionThatSaysWhatWasNotLookedAt() {
        Task moderate = new Task.Moderate("m", List.of(), TaskOptions.NONE);
        TaskInputs lacking = TaskInputs.of(new Document(
                CAT.document().parts(),
                DocumentRecord.NONE.withSkipped(List.of(new SkippedImage(Reason.BROKEN, URL + "?gone", "")))));

        assertThat(key(moderate, lacking)).isNotEqualTo(key(moderate, CAT));
        assertThat(key(CAPTION, lacking)).isEqualTo(key(CAPTION, CAT));
    }

    @Test
    void shouldTellDocumentsApart() {
        ImageContext figure = new ImageContext("", "a figure", "", "", "", false, false, false, 1);

        assertThat(List.of(
                        key(CAPTION, CAT),
                        key(CAPTION, TaskInputs.of(Document.of(new TextPart("a cat"), picture("cat", URL)))),
                        key(CAPTION, TaskInputs.of(Document.of(picture("cat", URL), new TextPart("a ca"), text("t")))),
                        key(CAPTION, TaskInputs.of(Document.of(picture("cat", URL), text("a dog")))),
                        key(CAPTION, TaskInputs.of(Document.of(picture("cat", "", "a cat"), text("a cat")))),
                        key(
                                CAPTION,
                                TaskInputs.of(Document.of(
                                        new ImagePart(image("cat"), new ImageNotes(URL, "", figure)), text("a cat"))))))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellTasksApart() {
        assertThat(List.of(
                        key(CAPTION, CAT),
                        key(new Task.Caption("other", TaskOptions.NONE), CAT),
                        key(new Task.Describe("c", TaskOptions.NONE), CAT),
                        key(new Task.Caption("c", TaskOptions.NONE.withMaxTokens(3)), CAT),
                        key(new Task.Caption("c", drawn(OptionalLong.of(1))), CAT),
                        key(new Task.Caption("c", drawn(OptionalLong.of(2))), CAT),
                        keys.of(event(), List.of(ready(CAPTION, CAT), ready(CAPTION, CAT)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellWhatTasksBringAlongApartByItsContent() {
        Candidate.Image candidate = new Candidate.Image(new ImageSource.Address(URL));
        Task choose = new Task.Choose("c", "", List.of(candidate, candidate), TaskOptions.NONE);

        assertThat(List.of(
                        key(choose, CAT),
                        key(choose, CAT.withCandidateImages(List.of(image("one"), image("two")))),
                        key(choose, CAT.withCandidateImages(List.of(image("one"), image("three")))),
                        key(choose, CAT.withExamples(List.of(new WorkedExample(Document.of(image("one")), "dax")))),
                        key(choose, CAT.withExamples(List.of(new WorkedExample(Document.of(image("two")), "dax")))),
                        key(choose, CAT.withExamples(List.of(new WorkedExample(Document.of(image("two")), "wug")))),
                        key(choose, CAT.withQuestions(Map.of("hate", LabelQuestion.of("is it?")))),
                        key(choose, CAT.withChoiceTemperature(2))))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellModelsPoliciesAndTheirVersionsApart() throws IOException {
        Tenants all = Tenants.of(properties("", true));
        List<PreparedTask> tasks = List.of(ready(CAPTION, CAT));

        assertThat(List.of(
                        keys("abc", "1", all).of(event(), tasks),
                        keys("abc", "2", all).of(event(), tasks),
                        keys("def", "1", all).of(event(), tasks),
                        keys("abc", "1", all).of(withPolicy("second"), tasks),
                        keys("abc", "1", all).of(withPolicy("unknown"), tasks)))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepSourcesApartWhereNobodySaidWhatATenantIs() {
        List<PreparedTask> tasks = List.of(ready(CAPTION, CAT));

        assertThat(keys.of(from("/bank", Map.of()), tasks)).isPresent().isNotEqualTo(keys.of(event(), tasks));
    }

    @Test
    void shouldKeepTenantsApartAndEventsWithoutOneFromAll() throws IOException {
        OutcomeKeys byTenant = keys("abc", "1", Tenants.of(properties("tenant", false)));
        List<PreparedTask> tasks = List.of(ready(CAPTION, CAT));
        Optional<OutcomeKey> shop = byTenant.of(from("/a", Map.of("tenant", "shop")), tasks);

        assertThat(shop).isPresent();
        assertThat(byTenant.of(from("/b", Map.of("tenant", "shop")), tasks)).isEqualTo(shop);
        assertThat(byTenant.of(from("/a", Map.of("tenant", "bank")), tasks))
                .isPresent()
                .isNotEqualTo(shop);
        assertThat(byTenant.of(from("/a", Map.of()), tasks)).isEmpty();
        assertThat(byTenant.of(from("/a", Map.of("tenant", " ")), tasks)).isEmpty();
    }

    @Test
    void shouldShareAcrossTenantsWhereItIsConfigured() throws IOException {
        OutcomeKeys all = keys("abc", "1", Tenants.of(properties("", true)));
        List<PreparedTask> tasks = List.of(ready(CAPTION, CAT));

        assertThat(all.of(from("/a", Map.of()), tasks)).isPresent().isEqualTo(all.of(from("/b", Map.of()), tasks));
    }

    @Test
    void shouldShareNothingOfDrawsThatFollowFromTheEvent() {
        assertThat(key(new Task.Caption("c", drawn(OptionalLong.empty())), CAT)).isEmpty();
    }

    @Test
    void shouldShareNothingOfATaskThatWasRefused() {
        PreparedTask refused =
                new PreparedTask.Refused(CAPTION, new PerceptException(ErrorCode.MISSING_IMAGE, "no image."));

        assertThat(keys.of(event(), List.of(ready(CAPTION, CAT), refused))).isEmpty();
    }

    /** Who adds a component to one of these adds it to the key, or knows why not. */
    @Test
    void shouldKnowAllThatAPromptIsMadeOf() {
        assertThat(componentsOf(TaskInputs.class))
                .containsExactly("document", "examples", "candidateImages", "questions", "choiceTemperature", "seed");
        assertThat(componentsOf(Document.class)).containsExactly("parts", "record");
        assertThat(componentsOf(ImageNotes.class)).containsExactly("address", "alt", "context");
        assertThat(componentsOf(ImageContext.class)).hasSize(9);
        assertThat(componentsOf(WorkedExample.class)).containsExactly("document", "answer", "labels");
        assertThat(componentsOf(LabelQuestion.class)).containsExactly("question", "temperature");
    }

    private static List<String> componentsOf(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private OutcomeKeys keys(String model, String version, Tenants tenants) throws IOException {
        List<Path> files = List.of(policy("first", version), policy("second", version));
        Policies policies = Policies.load(
                new PolicyProperties(files, "first", List.of()),
                Map.of("hate", "is it?"),
                segments -> CompletableFuture.failedFuture(new AssertionError("there are no examples")));
        return new OutcomeKeys(model, policies, tenants);
    }

    private Path policy(String name, String version) throws IOException {
        return Files.writeString(
                directory.resolve(name + ".yaml"),
                "name: %s\nversion: %s\nlabels: {hate: {review: 0.5}}\n".formatted(name, version));
    }

    private static ResultCacheProperties properties(String tenant, boolean acrossTenants) {
        return new ResultCacheProperties(DataSize.ofMegabytes(1), Duration.ofHours(1), tenant, acrossTenants);
    }

    private Optional<OutcomeKey> key(Task task, TaskInputs inputs) {
        return keys.of(event(), List.of(ready(task, inputs)));
    }

    private static PreparedTask ready(Task task, TaskInputs inputs) {
        TaskPlan plan = new TaskPlan.Direct(List.of(), outcomes -> null, 0);
        return new PreparedTask.Ready(task, inputs, plan, OptionalLong.empty(), answer -> null);
    }

    private static TaskOptions drawn(OptionalLong seed) {
        return TaskOptions.NONE.withDecoding(new Decoding(new Decoding.Sampling(1, 1, seed), 0, 0, List.of()));
    }

    private static Part picture(String content, String address) {
        return picture(content, address, "");
    }

    private static Part picture(String content, String address, String alt) {
        return new ImagePart(image(content), new ImageNotes(address, alt, ImageContext.NONE));
    }

    private static Part text(String text) {
        return new TextPart(text);
    }

    private static PreparedImage image(String content) {
        ContentDigest digest = ContentDigest.of(content.getBytes(StandardCharsets.UTF_8));
        return new PreparedImage(digest, ImageFormat.PNG, 8, 8, new byte[12]);
    }

    private static ImageEvent event() {
        return from("/shop", Map.of());
    }

    private static ImageEvent from(String source, Map<String, String> attributes) {
        return event(source, Optional.empty(), attributes);
    }

    private static ImageEvent withPolicy(String name) {
        return event("/shop", Optional.of(name), Map.of());
    }

    private static ImageEvent event(String source, Optional<String> policy, Map<String, String> attributes) {
        return new ImageEvent(
                "1", source, Instant.EPOCH, List.of(), List.of(), policy, 0, Optional.empty(), attributes);
    }
}

package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.Evidence;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.launch.CpuEngines;
import io.percept.engine.launch.EngineChoice;
import io.percept.engine.launch.EngineKind;
import io.percept.engine.tensorrt.TensorRtSettings;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.prompt.TokenLimits;
import io.percept.resolve.DocumentResolver;
import io.percept.worker.RestartOptions;
import io.percept.worker.WorkerOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events through resolver, model and policy, and what the meters say of it. Nothing depends on what the model says. */
@Timeout(120)
class EnrichmentTest {

    private static final Path IMAGES = Path.of("schemas/examples/images");

    /** The signature of a PNG file and its first chunk, in bytes. */
    private static final int PNG_HEADER = 33;

    private static final String POLICY =
            """
            name: test
            version: 1
            labels:
              hate: {review: 0}
              weapons: {review: 0, evidence: [a knife, a sword]}
              scam: {review: 1, evidence: [a money bag]}
              violence: {review: 1}
              tobacco: {review: 1}
              drugs: {review: 1}
              gambling: {review: 1}
              adult: {review: 1}
              alcohol: {review: 0, evidence: [a beer, a wine, a whisky, a cocktail, champagne, a mug, a bottle, a glass]}
            examples:
              names:
                - segments: [{image: elephant.png}]
                  answer: dax
                - segments: [{text: three apples}]
                  answer: wug
            """;

    private final Bundle bundle = TestBundle.bundle();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    Path directory;

    private ModelRuntime model;
    private EnrichmentRuntime runtime;

    @BeforeEach
    void open() throws IOException {
        Files.copy(IMAGES.resolve("elephant.png"), directory.resolve("elephant.png"));
        Path policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        Path shedding = Files.writeString(
                directory.resolve("shedding.yaml"),
                "name: impatient\nversion: 1\nlate: shed\nlabels: {hate: {review: 1}}\n");
        Path careful = Files.writeString(
                directory.resolve("careful.yaml"),
                "name: careful\nversion: 1\nunseen: review\nlabels: {hate: {review: 1}}\n");
        DocumentResolver resolver = LocalDocuments.resolver(bundle);
        Policies policies = Policies.load(
                new PolicyProperties(List.of(policy, shedding, careful), "test", List.of()),
                bundle.moderation().questions(),
                resolver::resolve);
        model = ModelRuntime.open(
                bundle,
                new EngineChoice(
                        EngineKind.ONNXRUNTIME,
                        false,
                        new CpuEngines(2, 0, false),
                        TensorRtSettings.defaults(directory)),
                WorkerOptions.DEFAULT,
                RestartOptions.DEFAULT,
                new TokenLimits(8, 8, 8, 8),
                new WorkerMeters(meters));
        runtime = new EnrichmentRuntime(model, resolver, policies, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        runtime.close();
        model.close();
    }

    @Test
    void shouldModerateNineLabelsForOneEncodeOnePrefillAndNineShortSuffixes() {
        int suffixes = bundle.moderation().questions().values().stream()
                .mapToInt(question -> promptLength("Question: " + question.strip() + " Answer:"))
                .sum();
        int document = bundle.image().queries() + 3;

        enrich(new Task.Moderate("m", List.of("hate"), TaskOptions.NONE));
        double one = prefilled();
        enrich("three-apples.png", nineLabels());

        assertThat(meters.get("percept.worker.batch")
                        .tag("stage", "encode")
                        .summary()
                        .totalAmount())
                .as("images encoded, of two events")
                .isEqualTo(2);
        assertThat(prefilled() - one).isEqualTo(document + suffixes);
        assertThat(meters.get("percept.worker.tokens")
                        .tag("kind", "shared")
                        .counter()
                        .count())
                .isEqualTo(8.0 * document);
    }

    @Test
    void shouldComputeAnExampleSetOnceForAllEvents() {
        TaskOptions named = withExampleSet("names");
        List<Candidate> names = List.of(new Candidate.Text("dax"), new Candidate.Text("wug"));
        Task task = new Task.Choose("c", "what is this called?", names, named);

        List<EnrichmentResult> results =
                List.of(enrich("cat.png", task), enrich("beer.png", task), enrich("knife.png", task));

        assertThat(results).allSatisfy(result -> assertThat(result.outcomes().getFirst())
                .isInstanceOf(TaskOutcome.Completed.class));
        assertThat(examples("miss")).isEqualTo(1);
        assertThat(examples("hit")).isEqualTo(2);
        assertThat(meters.get("percept.worker.examples.bytes").gauge().value()).isPositive();
        assertThat(meters.get("percept.worker.batch")
                        .tag("stage", "encode")
                        .summary()
                        .totalAmount())
                .as("images encoded: three, and the elephant of the set")
                .isEqualTo(4);
    }

    @Test
    void shouldSayWhichExampleSetsThereAre() {
        EnrichmentResult result = enrich(new Task.Caption("c", withExampleSet("none")));

        assertThat(((TaskOutcome.Failed) result.outcomes().getFirst()).message())
                .contains("use one of [names]");
    }

    @Test
    void shouldShareImageAndPrefixBetweenARationaleAndItsAnswer() {
        enrich(new Task.Answer("a", "what is this?", TaskOptions.NONE.withRationale(true)));

        assertThat(meters.get("percept.worker.batch")
                        .tag("stage", "encode")
                        .summary()
                        .totalAmount())
                .isEqualTo(1);
        assertThat(meters.get("percept.worker.tokens")
                        .tag("kind", "shared")
                        .counter()
                        .count())
                .isEqualTo(bundle.image().queries() + 3.0);
    }

    @Test
    void shouldGiveARepeatedDeliveryTheSameDraws() {
        Decoding draws = new Decoding(new Decoding.Sampling(100, 1, OptionalLong.empty()), 0, 8, List.of());
        TaskOptions drawn = TaskOptions.NONE.withDecoding(draws);

        EnrichmentResult first = enrich(new Task.Caption("one", drawn), new Task.Caption("two", drawn));
        EnrichmentResult again = enrich(new Task.Caption("one", drawn), new Task.Caption("two", drawn));

        assertThat(again.outcomes()).isEqualTo(first.outcomes());
        assertThat(seedOf(first, 0)).isPresent().isNotEqualTo(seedOf(first, 1));
        assertThat(output(first, 0)).isNotEqualTo(output(first, 1));
    }

    @Test
    void shouldReportTheSeedThatATaskGives() {
        Decoding draws = new Decoding(new Decoding.Sampling(1, 1, OptionalLong.of(99)), 0, 0, List.of());

        EnrichmentResult result = enrich(
                new Task.Caption("one", TaskOptions.NONE.withDecoding(draws)),
                new Task.Caption("two", TaskOptions.NONE));

        assertThat(seedOf(result, 0)).hasValue(99);
        assertThat(seedOf(result, 1)).isEmpty();
    }

    @Test
    void shouldLookForThePhrasesOfLabelsThatCallForAction() {
        List<LabelDecision> labels =
                labels(enrich(new Task.Moderate("m", List.of("hate", "weapons", "scam"), true, TaskOptions.NONE)));

        assertThat(generations()).as("a knife and a sword").isEqualTo(2);
        assertThat(labels.get(1).evidence())
                .extracting(evidence -> evidence.phrase().phrase())
                .isSubsetOf("a knife", "a sword");
        assertThat(labels.get(1).evidence()).extracting(Evidence::image).allSatisfy(image -> {
            assertThat(image.index()).isZero();
            assertThat(image.width()).isEqualTo(256);
        });
        assertThat(labels.get(2).evidence()).isEmpty();
    }

    @Test
    void shouldBoundTheSearchForEvidence() {
        enrich(new Task.Moderate("m", List.of("weapons", "alcohol"), true, TaskOptions.NONE));

        assertThat(generations()).isEqualTo(EvidenceTargets.MOST);
    }

    @Test
    void shouldLookForEvidenceInAnAnimationAsInOneImage() {
        Task task = new Task.Moderate("m", List.of("weapons"), true, TaskOptions.NONE);

        EnrichmentResult result = begin(
                        event(List.of("cat-with-a-flash.gif", "knife.png"), Optional.empty(), Optional.empty(), task))
                .join();

        assertThat(generations()).as("a knife and a sword in two images").isEqualTo(4);
        assertThat(labels(result).getFirst().evidence()).allSatisfy(evidence -> {
            assertThat(evidence.image().index()).isBetween(0, 1);
            assertThat(evidence.frame().isPresent()).isEqualTo(evidence.image().index() == 0);
        });
    }

    @Test
    void shouldNotLookForEvidenceThatNobodyAskedFor() {
        enrich(new Task.Moderate("m", List.of("weapons"), TaskOptions.NONE));

        assertThat(generations()).isZero();
    }

    @Test
    void shouldAskForAReviewOfAPageThatWasNotSeenAsAWhole() throws IOException {
        String cat = Base64.getEncoder().encodeToString(Files.readAllBytes(IMAGES.resolve("cat.png")));
        String seen = "<p>one</p><img src='data:image/png;base64," + cat + "'>";

        ModerationDecision decision = moderated(seen + "<img src='https://a.example/gone.png'>");

        assertThat(decision.unseen()).containsExactly("broken: https://a.example/gone.png");
        assertThat(decision.action()).isEqualTo(Action.REVIEW);
        assertThat(decision.reason().orElseThrow()).contains("policy 'careful'");
        assertThat(moderated(seen).unseen()).isEmpty();
        assertThat(moderated(seen).reason()).isEmpty();
    }

    /** Browsers play its three frames, none of which is the picture that is looked at. */
    @Test
    void shouldAskForAReviewOfAnAnimatedPng() throws IOException {
        byte[] cat = Files.readAllBytes(IMAGES.resolve("cat.png"));
        byte[] animated = ByteBuffer.allocate(cat.length + 20)
                .put(cat, 0, PNG_HEADER)
                .putInt(8)
                .put("acTL".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                // Over and over, and a checksum.
                .putInt(0)
                .putInt(0)
                .put(cat, PNG_HEADER, cat.length - PNG_HEADER)
                .array();

        ModerationDecision decision = moderated("<p>one</p><img src='data:image/png;base64,"
                + Base64.getEncoder().encodeToString(animated) + "'>");

        assertThat(decision.unseen()).containsExactly("frames: 1 of 4 seen");
        assertThat(decision.action()).isEqualTo(Action.REVIEW);
    }

    @Test
    void shouldAskForAReviewOfTextThatTheModelCannotRead() {
        ModerationDecision decision = moderated("<p>\u0443\u0431\u0438\u0442\u044C \u0432\u0441\u0435\u0445</p>");

        assertThat(decision.unseen()).singleElement().asString().matches("unreadable-text: \\d+ %");
        assertThat(decision.action()).isEqualTo(Action.REVIEW);
        assertThat(moderated("<p>a na\u00EFve caf\u00E9 \u2013 it\u2019s fine</p>")
                        .unseen())
                .isEmpty();
    }

    private ModerationDecision moderated(String page) {
        ImageEvent event = new ImageEvent(
                "event",
                "/test",
                Instant.now(),
                List.of(new Segment.Page(page, "")),
                List.of(new Task.Moderate("m", List.of(), TaskOptions.NONE)),
                Optional.of("careful"),
                0,
                Optional.empty(),
                Map.of());
        return ((TaskOutput.Moderation) output(begin(event).join(), 0)).decision();
    }

    @Test
    void shouldAnswerALateEventAndSayHowLateItIs() {
        EnrichmentResult result = due(Optional.empty(), Duration.ofSeconds(-90)).join();

        assertThat(result.outcomes().getFirst()).isInstanceOf(TaskOutcome.Completed.class);
        assertThat(result.timings().lateMillis()).isBetween(90_000.0, 300_000.0);
    }

    @Test
    void shouldSayWhenAnEventHappenedOnlyWhereItSaysSoItself() {
        Task unreadable = new Task.Unreadable("dance", "dance", ErrorCode.UNKNOWN_TASK, "It is of no known kind.");
        ImageEvent stated = event("cat.png", Optional.empty(), Optional.empty(), unreadable);
        ImageEvent received = new ImageEvent(
                stated.id(),
                stated.source(),
                stated.time(),
                stated.segments(),
                stated.tasks(),
                stated.policy(),
                stated.priority(),
                stated.deadline(),
                stated.attributes(),
                false);

        assertThat(begin(stated).join().eventTime()).hasValue(stated.time());
        assertThat(begin(received).join().eventTime()).isEmpty();
    }

    @Test
    void shouldSayNothingOfAResultInTime() {
        EnrichmentResult result =
                due(Optional.of("impatient"), Duration.ofHours(1)).join();

        assertThat(result.timings().lateMillis()).isZero();
    }

    @Test
    void shouldShedALateEventOnlyByAPolicyThatSaysSo() {
        assertThatThrownBy(() ->
                        due(Optional.of("impatient"), Duration.ofSeconds(-90)).join())
                .hasRootCauseInstanceOf(PerceptException.class)
                .rootCause()
                .hasMessageMatching("Event event: its deadline passed at \\S+ .*policy 'impatient' sheds late events.*")
                .extracting(failure -> ((PerceptException) failure).code())
                .isEqualTo(ErrorCode.EXPIRED);
    }

    @Test
    void shouldShedAnEventWhoseDeadlinePassesWhileItIsWorkedOn() {
        TaskOptions lengthy = TaskOptions.NONE.withDecoding(new Decoding(new Decoding.Greedy(), 0, 100, List.of()));
        Task[] tasks = IntStream.range(0, 60)
                .mapToObj(i -> new Task.Caption("c" + i, lengthy.withMaxTokens(100)))
                .toArray(Task[]::new);

        assertThatThrownBy(() -> begin(
                                event("cat.png", Optional.of("impatient"), Optional.of(Duration.ofMillis(30)), tasks))
                        .join())
                .rootCause()
                .hasMessageContaining("policy 'impatient' sheds late events");
    }

    private CompletableFuture<EnrichmentResult> due(Optional<String> policy, Duration deadline) {
        return begin(event("cat.png", policy, Optional.of(deadline), new Task.Caption("c", TaskOptions.NONE)));
    }

    private static TaskOptions withExampleSet(String name) {
        return new TaskOptions(Optional.of(name), List.of(), false, OptionalInt.empty(), Decoding.GREEDY);
    }

    private static Task nineLabels() {
        return new Task.Moderate("m", List.of(), TaskOptions.NONE);
    }

    private EnrichmentResult enrich(Task... tasks) {
        return enrich("cat.png", tasks);
    }

    private EnrichmentResult enrich(String image, Task... tasks) {
        return begin(event(image, Optional.empty(), Optional.empty(), tasks)).join();
    }

    private CompletableFuture<EnrichmentResult> begin(ImageEvent event) {
        return runtime.enricher().enrich(event);
    }

    private static ImageEvent event(String image, Optional<String> policy, Optional<Duration> deadline, Task... tasks) {
        return event(List.of(image), policy, deadline, tasks);
    }

    private static ImageEvent event(
            List<String> images, Optional<String> policy, Optional<Duration> deadline, Task... tasks) {
        return new ImageEvent(
                "event",
                "/test",
                Instant.now(),
                images.stream().map(EnrichmentTest::segment).toList(),
                List.of(tasks),
                policy,
                0,
                deadline,
                Map.of());
    }

    private static Segment segment(String image) {
        try {
            byte[] bytes = Files.readAllBytes(IMAGES.resolve(image));
            return new Segment.Image(new ImageSource.Content(bytes), "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TaskOutput output(EnrichmentResult result, int task) {
        return ((TaskOutcome.Completed) result.outcomes().get(task)).output();
    }

    private static OptionalLong seedOf(EnrichmentResult result, int task) {
        return ((TaskOutcome.Completed) result.outcomes().get(task)).seed();
    }

    private static List<LabelDecision> labels(EnrichmentResult result) {
        return ((TaskOutput.Moderation) output(result, 0)).decision().labels();
    }

    private int promptLength(String prompt) {
        try (var tokenizer = new io.percept.engine.Tokenizer(bundle)) {
            return tokenizer.encode(prompt).length;
        }
    }

    private double prefilled() {
        return meters.get("percept.worker.tokens")
                .tag("kind", "prefilled")
                .counter()
                .count();
    }

    private double examples(String cache) {
        return meters.get("percept.worker.examples")
                .tag("cache", cache)
                .counter()
                .count();
    }

    private long generations() {
        var timer =
                meters.find("percept.worker.work").tag("stage", "generation").timer();
        return timer == null ? 0 : timer.count();
    }
}

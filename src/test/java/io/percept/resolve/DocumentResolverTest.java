package io.percept.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.Part;
import io.percept.prompt.PicturePart;
import io.percept.prompt.TextPart;
import io.percept.resolve.corpus.CorpusFilters;
import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.load.DocumentLoader;
import io.percept.resolve.load.FetchPlaces;
import io.percept.resolve.load.ImageLoader;
import io.percept.resolve.load.LoadedDocument;
import io.percept.resolve.page.PageReader;
import io.percept.vision.Fixtures;
import io.percept.vision.FrameOptions;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.PreparedFrames;
import io.percept.vision.codec.AnimationLimits;
import io.percept.vision.codec.ImageLimits;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentResolverTest {

    private static final byte[] PNG = Fixtures.bytes("rgb.png");
    private static final byte[] JPEG = Fixtures.bytes("420.jpg");

    private final ImagePreprocessor preprocessor =
            new ImagePreprocessor(Fixtures.spec(16), ImageLimits.DEFAULT, new FrameOptions(4, AnimationLimits.DEFAULT));
    private final Map<String, byte[]> web = Map.of("https://a.example/p.png", PNG, "https://a.example/j.jpg", JPEG);
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private final DocumentResolver resolver = new DocumentResolver(
            loader(), new CorpusFilters(CorpusRules.NONE, text -> Optional.empty(), (filter, count) -> {}));

    @Test
    void shouldSayThatAFailedFetchMayPass() {
        PerceptException slow = PerceptException.passing(ErrorCode.FETCH_FAILED, "the host is slow", null);
        ImageLoader loader = new ImageLoader(
                url -> CompletableFuture.failedFuture(slow), (file, priority) -> null, new FetchPlaces(64), false);
        DocumentLoader documents = new DocumentLoader(loader, new PageReader(5, 640), 16);

        PerceptException failed = PerceptException.of(catchThrowable(() ->
                documents.load(List.of(address("https://a.example/p.png")), 0).join()));

        assertThat(failed).hasMessageContaining("image 1").hasMessageContaining("the host is slow");
        assertThat(failed.isPassing()).isTrue();
    }

    @Test
    void shouldKeepTheOrderOfTextsAndImages() {
        List<Part> parts = bare(
                new Segment.Text(" one "),
                content(PNG, ""),
                new Segment.Text("two"),
                address("https://a.example/j.jpg"));

        assertThat(parts).containsExactly(text("one"), image(PNG), text("two"), image(JPEG));
    }

    @Test
    void shouldWriteChatTurnsAsLinesWithImagesInPlace() {
        Document document = resolve(
                turn("ann", new Segment.Text("look at this")),
                turn("bob", new Segment.Text("what"), content(PNG, ""), new Segment.Text("is it?")),
                turn("", new Segment.Text("(joined)")));

        assertThat(document.parts())
                .containsExactly(
                        text("ann: look at this"), text("bob: what"), image(PNG), text("is it?"), text("(joined)"));
    }

    @Test
    void shouldPutAlternativeTextBehindItsImageUnlessItIsAFileName() {
        assertThat(bare(content(PNG, "A tower"))).containsExactly(image(PNG), text("A tower"));
        assertThat(bare(content(PNG, "IMG_0012.JPG"))).containsExactly(image(PNG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan.TIFF", "img/logo.svg", ".png", "Photo"})
    void shouldTakeNothingForAnAlternativeTextThatSaysNothing(String alt) {
        assertThat(bare(content(PNG, alt))).containsExactly(image(PNG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMG_0012.JPG", "logo.svg", "photo"})
    void shouldReadNothingThatSaysNothingInThePlaceOfABrokenImage(String alt) {
        Segment page = new Segment.Page(
                "<p>one</p><img src=gone.png alt='" + alt + "'><p>two</p><img src=p.png>", "https://a.example/");

        assertThat(bare(page)).containsExactly(text("one"), text("two"), image(PNG));
    }

    @Test
    void shouldReadImagesFromDataUrls() {
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(PNG);

        assertThat(bare(address(url))).containsExactly(image(PNG));
    }

    @Test
    void shouldSayWhichImageIsBroken() {
        PerceptException failure = failure(content(PNG, ""), address("https://a.example/none.png"));

        assertThat(failure.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(failure).hasMessageStartingWith("image 2 (https://a.example/none.png): ");
    }

    @Test
    void shouldSayThatADataUrlIsBroken() {
        assertThat(failure(address("data:image/png;base64,iVBORw0KGgo=")).code())
                .isEqualTo(ErrorCode.IMAGE_TRUNCATED);
        assertThat(failure(address("data:image/png;base64")).code()).isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    @Test
    void shouldReadAPageWithoutItsBrokenImages() {
        Segment page = new Segment.Page(
                "<p>one</p><img src=gone.png alt='A cat'><p>two</p><img src=p.png>", "https://a.example/");

        assertThat(bare(page)).containsExactly(text("one"), text("A cat"), text("two"), image(PNG));
    }

    @Test
    void shouldRecordTheBrokenImagesOfAPage() {
        DocumentRecord record = resolve(new Segment.Page(
                        "<p>one</p><img src=gone.png alt='A cat'><p>two</p><img src=p.png>", "https://a.example/"))
                .record();

        assertThat(record.images()).isOne();
        assertThat(record.texts()).isEqualTo(3);
        assertThat(record.skipped())
                .containsExactly(new SkippedImage(
                        Reason.BROKEN,
                        "https://a.example/gone.png",
                        "A cat",
                        "image 1 (https://a.example/gone.png): answered with status 404"));
    }

    @Test
    void shouldSayOfABrokenImageOfAPageWhetherItMayComeLater() {
        ImageLoader images = new ImageLoader(
                url -> switch (url) {
                    case "https://a.example/slow.png" -> CompletableFuture.failedFuture(
                            PerceptException.passing(ErrorCode.FETCH_FAILED, "the host is slow", null));
                    default -> CompletableFuture.supplyAsync(() -> fetch(url));
                },
                (bytes, priority) -> CompletableFuture.supplyAsync(() -> preprocessor.prepareFrames(bytes)),
                new FetchPlaces(64),
                false);
        Segment page =
                new Segment.Page("<p>one</p><img src=slow.png><img src=gone.png><img src=p.png>", "https://a.example/");

        assertThat(new DocumentLoader(images, new PageReader(5, 640), 16)
                        .load(List.of(page), 0)
                        .join()
                        .record()
                        .skipped())
                .extracting(SkippedImage::passing)
                .containsExactly(true, false);
    }

    @Test
    void shouldSayWhenTheFilesOfAllImagesAreThere() {
        CompletableFuture<byte[]> slow = new CompletableFuture<>();
        CompletableFuture<PreparedFrames> pixels = new CompletableFuture<>();
        AtomicInteger told = new AtomicInteger();
        DocumentLoader documents = documents(url -> slow, pixels);

        CompletableFuture<LoadedDocument> loaded = documents.load(
                List.of(content(JPEG, ""), new Segment.Text("and"), address("https://a.example/p.png")),
                0,
                told::incrementAndGet,
                never);
        assertThat(told).hasValue(0);
        slow.complete(PNG);

        assertThat(told).hasValue(1);
        assertThat(loaded).isNotDone();
        pixels.complete(preprocessor.prepareFrames(PNG));
        assertThat(loaded).isCompleted();
        assertThat(told).hasValue(1);
    }

    @Test
    void shouldNotSayThatAllFilesAreThereWhereThereAreNoneOrOneCannotBeHad() {
        AtomicInteger told = new AtomicInteger();
        CompletableFuture<PreparedFrames> pixels = new CompletableFuture<>();
        DocumentLoader documents = documents(
                url -> CompletableFuture.failedFuture(new PerceptException(ErrorCode.FETCH_FAILED, "gone")), pixels);

        documents.load(List.of(new Segment.Text("alone")), 0, told::incrementAndGet, never);
        documents.load(
                List.of(content(JPEG, ""), address("https://a.example/gone.png")), 0, told::incrementAndGet, never);

        assertThat(told).hasValue(0);
    }

    private static DocumentLoader documents(ImageLoader.Fetcher fetcher, CompletableFuture<PreparedFrames> pixels) {
        return new DocumentLoader(
                new ImageLoader(fetcher, (file, priority) -> pixels, new FetchPlaces(64), false),
                new PageReader(5, 640),
                16);
    }

    @Test
    void shouldPlaceTheFramesOfAnAnimationInItsPlace() {
        Document document = resolve(
                new Segment.Text("look"),
                content(Fixtures.bytes("animations/opaque.gif"), ""),
                new Segment.Text("nice"));

        assertThat(document.parts()).hasSize(3);
        assertThat(document.parts().get(1)).isInstanceOf(AnimationPart.class);
        assertThat(document.images()).hasSize(4);
        assertThat(document.record().images()).isOne();
    }

    @Test
    void shouldRecordThatFramesOfAnAnimationWereLeftOut() {
        ImagePreprocessor two = new ImagePreprocessor(
                Fixtures.spec(16), ImageLimits.DEFAULT, new FrameOptions(2, AnimationLimits.DEFAULT));
        DocumentResolver shortSighted = new DocumentResolver(
                loader(two), new CorpusFilters(CorpusRules.NONE, text -> Optional.empty(), (filter, count) -> {}));
        Segment four = content(Fixtures.bytes("animations/opaque.gif"), "");

        DocumentRecord record = shortSighted.resolve(List.of(four)).join().record();

        assertThat(record.images()).isOne();
        assertThat(record.skipped()).containsExactly(new SkippedImage(Reason.FRAMES, "", "", "2 of 4 seen"));
        assertThat(resolve(four).record().skipped()).isEmpty();
    }

    @Test
    void shouldFailAPageWhoseImagesAreAllBroken() {
        Segment page = new Segment.Page("<p>one</p><img src=gone.png>", "https://a.example/");

        assertThat(failure(page).code()).isEqualTo(ErrorCode.FETCH_FAILED);
    }

    @Test
    void shouldRefuseMoreImagesThanAllowed() {
        Segment[] images = Collections.nCopies(5, content(PNG, "")).toArray(Segment[]::new);

        PerceptException failure = failure(images);

        assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(failure).hasMessageContaining("5 images, at most 4");
    }

    @Test
    void shouldApplyTheConfiguredRulesToEventsAndNotToExamples() {
        CorpusRules english = new CorpusRules(1, Set.of("en"), 1, false, false);
        DocumentResolver strict = new DocumentResolver(
                loader(), new CorpusFilters(english, text -> Optional.of("de"), (filter, count) -> {}));
        Segment german = new Segment.Text("ein Satz");

        PerceptException failure = PerceptException.of(catchThrowable(
                () -> strict.resolve(event(german), () -> {}, never).join()));

        assertThat(failure.code()).isEqualTo(ErrorCode.FILTERED);
        assertThat(strict.resolve(List.of(german)).join().parts()).containsExactly(text("ein Satz"));
    }

    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertThat(ResolveProperties.defaults().fetch().limits().ports()).containsExactlyInAnyOrder(80, 443);
        assertThat(ResolveProperties.defaults().maxImagesPerPage()).isEqualTo(5);
        assertThat(ResolveProperties.defaults().fetch().allow()).isEmpty();
        assertThat(ResolveProperties.defaults().page().rules()).isEqualTo(CorpusRules.NONE);
        assertThat(VisionProperties.defaults().frameOptions()).isEqualTo(new FrameOptions(4, AnimationLimits.DEFAULT));
        assertThat(VisionProperties.defaults().limits().maxPixels()).isEqualTo(50_000_000);
        assertThat(VisionProperties.defaults().decodeThreads()).isPositive();
    }

    @Test
    void shouldListAThousandImagesThatPagesLeftOutAndCountTheOthers() {
        Segment page = new Segment.Page("<p>x</p>" + "<img role=none>".repeat(700), "");

        DocumentRecord record = resolve(page, page).record();

        assertThat(record.skipped()).hasSize(1_000);
        assertThat(record.filtered()).containsExactly(Map.entry("unlisted", 400));
    }

    @Test
    void shouldRefusePagesThatAreTooMuchTogether() {
        Segment page = new Segment.Page("<b></b>".repeat(25_000), "");

        PerceptException failure = failure(page, page, page);

        assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(failure).hasMessageContaining("3 pages have 150000 tags together");
    }

    @Test
    @Timeout(20)
    void shouldNotTakeLongForAnAlternativeTextOfSigmas() {
        assertThat(bare(content(PNG, "Σ".repeat(100_000)))).hasSize(2);
    }

    private DocumentLoader loader() {
        return loader(preprocessor);
    }

    private DocumentLoader loader(ImagePreprocessor images) {
        return new DocumentLoader(
                new ImageLoader(
                        url -> CompletableFuture.supplyAsync(() -> fetch(url)),
                        (bytes, priority) -> CompletableFuture.supplyAsync(() -> images.prepareFrames(bytes)),
                        new FetchPlaces(64),
                        false),
                new PageReader(5, 640),
                4);
    }

    private static ImageEvent event(Segment segment) {
        return new ImageEvent(
                "e",
                "/test",
                Instant.EPOCH,
                List.of(segment),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    private byte[] fetch(String url) {
        byte[] found = web.get(url);
        if (found == null) {
            throw new PerceptException(ErrorCode.FETCH_FAILED, "answered with status 404");
        }
        return found;
    }

    private Document resolve(Segment... segments) {
        return resolver.resolve(List.of(segments)).join();
    }

    private PerceptException failure(Segment... segments) {
        return PerceptException.of(catchThrowable(() -> resolve(segments)));
    }

    private Part image(byte[] bytes) {
        return new ImagePart(preprocessor.prepare(bytes));
    }

    /** The parts without what is known of the images. */
    private List<Part> bare(Segment... segments) {
        return resolve(segments).parts().stream()
                .map(part -> part instanceof PicturePart picture ? new ImagePart(picture.still()) : part)
                .toList();
    }

    private static Part text(String text) {
        return new TextPart(text);
    }

    private static Segment content(byte[] bytes, String alt) {
        return new Segment.Image(new ImageSource.Content(bytes), alt);
    }

    private static Segment address(String url) {
        return new Segment.Image(new ImageSource.Address(url), "");
    }

    private static Segment turn(String speaker, Segment... segments) {
        return new Segment.ChatTurn(speaker, Optional.empty(), List.of(segments));
    }
}

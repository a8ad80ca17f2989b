package io.percept.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.Part;
import io.percept.prompt.TextPart;
import io.percept.resolve.page.PageReader;
import io.percept.vision.Fixtures;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.PreparedImage;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DocumentResolverTest {

    private static final byte[] PNG = Fixtures.bytes("rgb.png");
    private static final byte[] JPEG = Fixtures.bytes("420.jpg");

    private final ImagePreprocessor preprocessor = new ImagePreprocessor(Fixtures.spec(16));
    private final Map<String, byte[]> web = Map.of("https://a.example/p.png", PNG, "https://a.example/j.jpg", JPEG);
    private final DocumentResolver resolver = new DocumentResolver(
            url -> CompletableFuture.supplyAsync(() -> fetch(url)),
            bytes -> CompletableFuture.supplyAsync(() -> preprocessor.prepare(bytes)),
            new PageReader(5, 640),
            4);

    @Test
    void shouldKeepTheOrderOfTextsAndImages() {
        Document document = resolve(
                new Segment.Text(" one "),
                content(PNG, ""),
                new Segment.Text("two"),
                address("https://a.example/j.jpg"));

        assertThat(document.parts()).containsExactly(text("one"), image(PNG), text("two"), image(JPEG));
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
        assertThat(resolve(content(PNG, "A tower")).parts()).containsExactly(image(PNG), text("A tower"));
        assertThat(resolve(content(PNG, "IMG_0012.JPG")).parts()).containsExactly(image(PNG));
    }

    @Test
    void shouldReadImagesFromDataUrls() {
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(PNG);

        assertThat(resolve(address(url)).parts()).containsExactly(image(PNG));
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

        assertThat(resolve(page).parts()).containsExactly(text("one"), text("A cat"), text("two"), image(PNG));
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
    void shouldHaveTheDocumentedDefaults() {
        assertThat(ResolveProperties.defaults().fetch().limits().ports()).containsExactlyInAnyOrder(80, 443);
        assertThat(ResolveProperties.defaults().maxImagesPerPage()).isEqualTo(5);
        assertThat(ResolveProperties.defaults().fetch().allow()).isEmpty();
        assertThat(VisionProperties.defaults().limits().maxPixels()).isEqualTo(50_000_000);
        assertThat(VisionProperties.defaults().decodeThreads()).isPositive();
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
        PreparedImage prepared = preprocessor.prepare(bytes);
        return new ImagePart(prepared);
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

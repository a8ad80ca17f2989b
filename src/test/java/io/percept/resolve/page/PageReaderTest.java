package io.percept.resolve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ImageContext;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderTest {

    private static final String ADDRESS = "https://news.example/2026/story.html";
    private static final String PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";

    private final PageReader reader = new PageReader(5, 640);

    @Test
    void shouldReadTextsAndImagesInOrderAndLeaveTheFurnitureOut() {
        List<Segment> segments = read(
                """
                <html><head><title>The lighthouse</title><style>p{color:red}</style></head><body>
                <nav><a href="/">Home</a><img src="logo.png"></nav>
                <header><h2>Daily News</h2><img src="/banner.png"></header>
                <div class="ad-slot ads"><img src="https://ads.example/buy.png">Buy now</div>
                <main><h1>The lighthouse</h1><p>It was   built in 1870.</p>
                <figure><img src="tower.jpg" alt="A white tower"><figcaption>The tower at dawn</figcaption></figure>
                <p>It is <b>still</b> lit.</p><script>track()</script>
                <aside>Related stories <img src="other.jpg"></aside>
                <p>Visitors climb it.</p></main>
                <footer>Imprint<img src="footer.png"></footer></body></html>
                """);

        assertThat(segments)
                .containsExactly(
                        new Segment.Text("The lighthouse\nIt was built in 1870."),
                        image("https://news.example/2026/tower.jpg", "A white tower"),
                        new Segment.Text("The tower at dawn\nIt is still lit.\nVisitors climb it."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div class='content-sidebar-wrap'><main class='content'><article>%s</article></main>"
                        + "<div class='sidebar'>Popular</div></div>",
                "<div class='site has-sidebar'><div role='main' class='no-sidebar'>%s</div></div>",
                "<div id='menu-open'><div class='related-wrap'>%s</div><div class='related'>Popular</div></div>",
                "<body hidden>%s</body>",
                "<div style='display: none'><div hidden><main>%s</main></div></div>",
                "<div aria-hidden='true'><main aria-hidden='true'>%s</main></div><div class='modal'>Sign in</div>"
            })
    void shouldKeepTheContentInWhatIsNamedOrHiddenLikeFurniture(String page) {
        assertThat(read(page.formatted("<h1>The lighthouse</h1><p>It was built in 1870.</p>")))
                .containsExactly(new Segment.Text("The lighthouse\nIt was built in 1870."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "aria-hidden=true", "style='display:none'"})
    void shouldReadTheMainPartThatIsShown(String way) {
        assertThat(read("<main " + way
                        + "><h1>Another view</h1><p>It has more words than the one that is shown.</p></main>"
                        + "<main><p>It was built in 1870.</p></main>"))
                .containsExactly(new Segment.Text("It was built in 1870."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "style='display:none'", "aria-hidden=true", "class=cookie-consent"})
    void shouldLeaveOutAHiddenViewOrBannerThoughItHasATitle(String way) {
        assertThat(read("<div " + way + "><h1>Sign in</h1><p>Your name</p><img src=a.png></div>"
                        + "<div id=content><h1>The lighthouse</h1><p>It was built in 1870.</p><img src=b.png></div>"))
                .containsExactly(
                        new Segment.Text("The lighthouse\nIt was built in 1870."),
                        image("https://news.example/2026/b.png", ""));
    }

    @Test
    void shouldKeepAnArticleInAWrapperThatIsNamedAfterTheSidebarThoughThePageHasATitleOfItsOwn() {
        assertThat(read("<div><h1>The Daily</h1></div>"
                        + "<div class=with-sidebar><h1>The lighthouse</h1><p>It was built in 1870.</p></div>"))
                .containsExactly(new Segment.Text("The Daily\nThe lighthouse\nIt was built in 1870."));
    }

    @Test
    void shouldKeepAMainPartWithinAnotherWhateverItsName() {
        assertThat(read("<main><div role=main class=no-sidebar><p>It was built in 1870.</p></div></main>"))
                .containsExactly(new Segment.Text("It was built in 1870."));
    }

    @Test
    void shouldPutTheTitleFirstWhereTheContentDoesNotSayIt() {
        assertThat(read("<title>Cats</title><p>They sleep.</p>"))
                .containsExactly(new Segment.Text("Cats\nThey sleep."));
    }

    @Test
    void shouldKeepAtMostFiveImages() {
        StringBuilder html = new StringBuilder("<p>words</p>");
        IntStream.range(0, 9).forEach(i -> html.append("<img src='").append(i).append(".png'>"));

        assertThat(images(html.toString())).hasSize(5).first().asString().endsWith("/0.png");
    }

    @Test
    void shouldTakeTheSmallestSufficientImageOfASet() {
        assertThat(images("<img src='x.jpg' srcset='s.jpg 320w, m.jpg 800w, l.jpg 2400w'>"))
                .containsExactly("https://news.example/2026/m.jpg");
    }

    @Test
    void shouldReadSourcesOfAPictureThatCanBeDecoded() {
        assertThat(images("<picture><source type='image/avif' srcset='a.avif'>"
                        + "<source type='image/webp' srcset='w.webp 1x, w2.webp 2x'><img src='f.jpg'></picture>"))
                .containsExactly("https://news.example/2026/w.webp");
    }

    @Test
    void shouldReadImagesThatScriptsLoadLate() {
        assertThat(images("<img src='" + PIXEL + "' data-src='late.jpg'>"
                        + "<img data-srcset='a.jpg 700w, b.jpg 1400w'>"
                        + "<img loading='lazy' src='plain.jpg'>"
                        + "<img class=lazy><noscript><img src='without-script.jpg'></noscript>"))
                .containsExactly(
                        "https://news.example/2026/late.jpg",
                        "https://news.example/2026/a.jpg",
                        "https://news.example/2026/plain.jpg",
                        "https://news.example/2026/without-script.jpg");
    }

    @Test
    void shouldNotTakeAFlagForTheAddressOfALateImage() {
        assertThat(
                        images(
                                "<img src='a.jpg' data-lazy='true'><img src='b.jpg' data-lazy=' Lazy '>"
                                        + "<img src='c.jpg' data-original='1'><img src='d.jpg' data-src='false' data-lazy-src='e.jpg'>"))
                .containsExactly(
                        "https://news.example/2026/a.jpg",
                        "https://news.example/2026/b.jpg",
                        "https://news.example/2026/c.jpg",
                        "https://news.example/2026/e.jpg");
    }

    @Test
    void shouldTakeTheNextAddressWhereALateOneCannotBeFetched() {
        assertThat(images("<img src='photo.jpg' data-src='drawing.svg'><img src='other.jpg' data-src='app:17'>"))
                .containsExactly("https://news.example/2026/photo.jpg", "https://news.example/2026/other.jpg");
    }

    @Test
    void shouldKeepImagesInDataUrlsAndLeaveDrawingsAndSpacersOut() {
        String data = "data:image/png;base64," + "iVBORw0KGgo".repeat(30);

        assertThat(images("<img src='" + data + "'><img src='logo.svg'><img src='" + PIXEL + "'>"
                        + "<img src='dot.png' width=1 height=1><img src='data:image/svg+xml,%3Csvg/%3E'>"))
                .containsExactly(data);
    }

    @Test
    void shouldTakeAnImageThatIsShownTwiceOnce() {
        assertThat(images("<img src='a.jpg'><p>x</p><img src='a.jpg'>")).hasSize(1);
    }

    @Test
    void shouldResolveAddressesAgainstTheBaseElement() {
        assertThat(images("<head><base href='https://cdn.example/i/'></head><img src='../b.png'>"))
                .containsExactly("https://cdn.example/b.png");
    }

    @Test
    void shouldLeaveOutRelativeImagesOfAPageWithoutAddress() {
        assertThat(reader.read(new Segment.Page("<p>x</p><img src='a.png'>", ""))
                        .segments())
                .containsExactly(new Segment.Text("x"));
    }

    @Test
    void shouldTakeTheFirstBaseElementHoweverItIsWritten() {
        assertThat(images("<BASE target=_top><Base HREF='/i/'><base href='/j/'><img src='b.png'>"))
                .containsExactly("https://news.example/i/b.png");
    }

    @Test
    void shouldLeaveTextsThatSpeakOfABaseElementAsTheyAre() {
        PageContent page = reader.read(new Segment.Page(
                "<p>x</p><img src='https://b.example/a.png' alt='The <base> tag, and <base href>'><textarea><base href=\"/x/\"></textarea>",
                "https://news.example/"));

        assertThat(page.segments())
                .filteredOn(Segment.Image.class::isInstance)
                .extracting(segment -> ((Segment.Image) segment).alt())
                .containsExactly("The <base> tag, and <base href>");
        assertThat(page.segments().toString()).doesNotContain("bgsound");
    }

    @Test
    void shouldReadAPageWithAnEndlessAddressLikeOneWithout() {
        Segment.Page page = new Segment.Page(
                "<p>x</p><img src='a.png'><img src='https://b.example/c.png'>",
                "https://news.example/" + "a".repeat(4_000));

        assertThat(reader.read(page).segments())
                .extracting(PageReaderTest::withoutContext)
                .containsExactly(new Segment.Text("x"), image("https://b.example/c.png", ""));
    }

    @Test
    void shouldReadWhatAnImageSaysOfItselfInLettersOfAnyCase() {
        assertThat(images("<img src='a.SVG#x'><img style='DISPLAY : None' src='b.png'><img width='1PX' src='c.png'>"
                        + "<img src='d.png' data-src='BLOB:e'><img src='HTTPS://f.example/g.png'>"))
                .containsExactly("https://news.example/2026/d.png", "https://f.example/g.png");
    }

    @Test
    void shouldCutWhatStandsAroundAnImage() {
        String much = "word ".repeat(1_000);
        String html =
                "<h2>%1$s</h2><a href='b' title='%1$s'><figure><img src='a.png' alt='%1$s'><figcaption>%1$s</figcaption></figure></a>"
                        .formatted(much);

        Segment.Image image = (Segment.Image) reader.read(new Segment.Page(html, ADDRESS)).segments().stream()
                .filter(Segment.Image.class::isInstance)
                .findFirst()
                .orElseThrow();

        ImageContext context = image.context();
        assertThat(List.of(image.alt(), context.heading(), context.caption(), context.target(), context.beside()))
                .allSatisfy(text -> assertThat(text).hasSize(1_001).endsWith("…"));
    }

    @Test
    void shouldListAThousandOfTheImagesThatAreLeftOutAndCountTheOthers() {
        PageContent page = reader.read(new Segment.Page("<p>x</p>" + "<img role=none>".repeat(2_500), ADDRESS));

        assertThat(page.skipped()).hasSize(1_000);
        assertThat(page.unlisted()).isEqualTo(1_500);
        assertThat(page.tooMany()).isZero();
    }

    @Test
    void shouldCountEveryImageBehindTheFirstFive() {
        StringBuilder html = new StringBuilder("<p>x</p>");
        IntStream.range(0, 2_000)
                .forEach(i -> html.append("<img src='").append(i).append(".png'>"));

        PageContent page = reader.read(new Segment.Page(html.toString(), ADDRESS));

        assertThat(page.tooMany()).isEqualTo(1_995);
        assertThat(page.skipped()).hasSize(1_000);
    }

    @Test
    void shouldNotListALongAddress() {
        PageContent page = reader.read(new Segment.Page("<img role=none src='" + "a".repeat(10_000) + "'>", ADDRESS));

        assertThat(page.skipped()).singleElement().satisfies(image -> assertThat(image.address())
                .hasSizeLessThan(100));
    }

    @Test
    void shouldPartNoCharacterOfALongAddress() {
        String beginning = "a".repeat(59);

        PageContent page = reader.read(
                new Segment.Page("<img role=none src='" + beginning + "😀" + "a".repeat(10_000) + "'>", ADDRESS));

        assertThat(page.skipped()).singleElement().satisfies(image -> assertThat(image.address())
                .isEqualTo(beginning + "…"));
    }

    private List<Segment> read(String html) {
        return reader.read(new Segment.Page(html, ADDRESS)).segments().stream()
                .map(PageReaderTest::withoutContext)
                .toList();
    }

    private List<String> images(String html) {
        return read(html).stream()
                .filter(Segment.Image.class::isInstance)
                .map(segment -> ((ImageSource.Address) ((Segment.Image) segment).source()).url())
                .toList();
    }

    private static Segment withoutContext(Segment segment) {
        return segment instanceof Segment.Image image ? new Segment.Image(image.source(), image.alt()) : segment;
    }

    private static Segment image(String url, String alt) {
        return new Segment.Image(new ImageSource.Address(url), alt);
    }
}

package io.percept.resolve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ImageContext;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img class=share src=a.png>",
                "<img id=promo src=a.png>",
                "<img role=banner src=a.png>",
                "<picture class='social-image'><img src=a.png></picture>"
            })
    void shouldKeepAnImageWhateverItsOwnName(String image) {
        assertThat(images("<p>It was built in 1870.</p>" + image)).containsExactly("https://news.example/2026/a.png");
    }

    @Test
    void shouldKeepTheBodyWhateverItsRole() {
        assertThat(read("<body role=dialog><p>It was built in 1870.</p></body>"))
                .containsExactly(new Segment.Text("It was built in 1870."));
    }

    @Test
    void shouldReadAPageThatIsWrittenIntoOneForm() {
        assertThat(read("<div>Daily News</div><form id=aspnetForm><p>It was built in 1870.</p>"
                        + "<div>Visitors climb it.</div></form>"))
                .containsExactly(new Segment.Text("Daily News\nIt was built in 1870.\nVisitors climb it."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<form><h2>A vase</h2></form>",
                "<form><div role=main>A vase</div></form>",
                "<form role=main>A vase</form>",
                "<form><p>A vase</p><img src=vase.png></form>"
            })
    void shouldKeepAFormThatHoldsContent(String form) {
        assertThat(read("<p>It was built in 1870, and visitors climb it.</p><div>" + form + "</div>"))
                .first()
                .isEqualTo(new Segment.Text("It was built in 1870, and visitors climb it.\nA vase"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<label>Your name</label><input>",
                "Find <button><img src=find.png></button>",
                "Country <select><option>One of very many countries</option></select>",
                "Send <img src=dot.png width=1 height=1>"
            })
    void shouldLeaveOutASmallForm(String form) {
        assertThat(read("<p>It was built in 1870.</p><form>" + form + "</form>"))
                .containsExactly(new Segment.Text("It was built in 1870."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<article>%s</article>%s", "<main>%s</main>%s", "<div role=main>%s</div>%s"})
    void shouldKeepThePicturesAroundAPartThatHoldsNotMore(String page) {
        assertThat(images(page.formatted(
                        "<p>It was built in 1870.</p><img src=a.png>", "<img src=b.png><p>Visitors climb it.</p>")))
                .containsExactly("https://news.example/2026/a.png", "https://news.example/2026/b.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<main></main>%s", "%s<article></article>", "<article><img src=a.png></article>%s"})
    void shouldReadAllOfAPageWithoutWords(String page) {
        assertThat(images(page.formatted("<img src=a.png><img src=b.png>")))
                .containsExactly("https://news.example/2026/a.png", "https://news.example/2026/b.png");
    }

    @Test
    void shouldReadEachOfSeveralArticles() {
        assertThat(read("<article><p>Sunset over the bay</p><img src=a.png><img src=b.png></article>"
                        + "<article><p>Dog</p><img src=c.png></article>"))
                .containsExactly(
                        new Segment.Text("Sunset over the bay"),
                        image("https://news.example/2026/a.png", ""),
                        image("https://news.example/2026/b.png", ""),
                        new Segment.Text("Dog"),
                        image("https://news.example/2026/c.png", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>Our shop</div>",
                "<div>Our shop <img src=shop.png></div>",
                "<article class=ad></article>",
                "<img src=logo.svg><img src=dot.png width=1 height=1><img src=line.png role=presentation>",
                "<noscript><img src=count.png alt=''></noscript>"
            })
    void shouldReadTheArticleAloneBesideLess(String beside) {
        assertThat(read("<article><p>It was built in 1870.</p><img src=a.png><img src=b.png></article>" + beside))
                .containsExactly(
                        new Segment.Text("It was built in 1870."),
                        image("https://news.example/2026/a.png", ""),
                        image("https://news.example/2026/b.png", ""));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img class=lazy><noscript><img src=a.jpg></noscript>",
                "<img src='" + PIXEL + "' data-later=a.jpg> <noscript><p><img src=a.jpg></p></noscript>",
                "<img data-src=a.jpg><noscript><img src=a.jpg></noscript>",
                "<picture><source data-srcset=a.jpg><img></picture><noscript><img src=a.jpg></noscript>"
            })
    void shouldTakeALateImageAndItsCopyForBrowsersWithoutScriptsForOne(String html) {
        PageContent page = reader.read(new Segment.Page(html, ADDRESS));

        assertThat(page.segments()).singleElement().satisfies(segment -> assertThat(
                        ((Segment.Image) segment).context().repeats())
                .isOne());
        assertThat(page.skipped()).isEmpty();
    }

    @Test
    void shouldNotCountTheCopyOfAnImageAmongThoseThatAreTooMany() {
        PageContent page = new PageReader(0, 640)
                .read(new Segment.Page("<img data-src=a.jpg><noscript><img src=a.jpg></noscript>", ADDRESS));

        assertThat(page.tooMany()).isOne();
        assertThat(page.skipped()).hasSize(1);
    }

    @Test
    void shouldCountAnImageThatIsShownAgainBehindItsCopy() {
        PageContent page = reader.read(new Segment.Page(
                "<img data-src=a.jpg><noscript><img src=a.jpg></noscript><p><img src=a.jpg></p>", ADDRESS));

        assertThat(((Segment.Image) page.segments().getFirst()).context().repeats())
                .isEqualTo(2);
    }

    @Test
    void shouldNameAnImageThatCannotBeHadThoughAnotherStandsBehindItForBrowsersWithoutScripts() {
        PageContent page = reader.read(
                new Segment.Page("<img src=a.jpg><noscript><img src='https://b.example/b.jpg'></noscript><img>", ""));

        assertThat(page.skipped())
                .containsExactly(
                        new SkippedImage(Reason.NO_ADDRESS, "a.jpg", ""), new SkippedImage(Reason.NO_ADDRESS, "", ""));
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

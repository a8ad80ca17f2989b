package io.percept.resolve.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.fuzz.Cost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are made to cost. */
@Timeout(20)
class PageBombTest {

    private final PageReader reader = new PageReader(5, 640);

    @Test
    void shouldRefuseAMillionTags() {
        assertTooLong("<nav></nav>".repeat(500_000), "1000000 tags");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>", "<span>", "<h1><div>", "<table><tr><td>", "<header><section>"})
    void shouldRefuseDeepNesting(String tags) {
        assertTooLong(tags.repeat(20_000), "deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<nav></nav><p>",
                "<header></header><i></i>",
                "<form>a</form>",
                "<article>a</article>",
                "<h2>a</h2>",
                "<b></b><i></i>",
                "<p hidden>a",
                "<a href=x>"
            })
    void shouldReadAsManyTagsAsAreAllowed(String tags) {
        assertThat(read(tags.repeat(33_000 / tags.split("<").length) + "<p>the end")
                        .segments())
                .last()
                .asString()
                .contains("the end");
    }

    @Test
    void shouldNotExpandEntitiesOfADocumentType() {
        String bomb = "<!DOCTYPE html [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                + "<p>&b;&b;&b;</p>";

        assertThat(read(bomb).segments().toString()).contains("&b;").doesNotContain("aaaaaaaaaaaaaaa");
    }

    @Test
    void shouldNotReadOtherFilesOrAddressesThanWebPages() {
        assertThat(read("<img src='file:///etc/passwd'><img src='javascript:alert(1)'><img src='ftp://a/b.png'>")
                        .segments())
                .isEmpty();
    }

    @Test
    void shouldTakeAHugeDataUrlAsItIs() {
        String data = "data:image/png;base64," + "#A\n".repeat(2_000_000);

        PageContent page = read("<p>a</p><img src=\"" + data + "x\"><p>b</p>");

        assertThat(page.segments()).hasSize(3);
        assertThat(((ImageSource.Address) ((Segment.Image) page.segments().get(1)).source()).url())
                .startsWith("data:image/png")
                .hasSizeGreaterThan(4_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", " ", "a ", "a,", ", ,", "1x,"})
    void shouldReadASetOfAddressesInOnePass(String part) {
        assertThat(read("<p>a</p><img src=b.png srcset='" + part.repeat(300_000) + "'>")
                        .segments())
                .hasSize(2);
    }

    /** To write a run of capital sigmas in small letters takes the square of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='%s'>",
                "<img data-src='%s'>",
                "<img srcset='%s 1x'>",
                "<img style='%s' src=a.png>",
                "<img width='%s' src=a.png>",
                "<picture><source type='%s' srcset=a.png><img src=b.png></picture>"
            })
    void shouldNotTakeLongForAnAttributeOfSigmas(String html) {
        keepCheap(html.formatted("&#931;".repeat(100_000)) + "<p>the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a%s>", "<p %s=1>", "<!DOCTYPE %s>"})
    void shouldNotTakeLongForANameOfSigmas(String html) {
        keepCheap(html.formatted("Σ".repeat(100_000)) + "<p>the end");
    }

    @Test
    void shouldReadTheSourcesOfAPictureOnceForAllOfItsImages() {
        String sources = "<source type=image/avif srcset=a.avif>".repeat(49_000);

        PageContent page = read("<picture>" + sources + "<img>".repeat(49_000) + "</picture><p>the end");

        assertThat(page.segments()).hasSize(1);
        assertThat(page.skipped().size() + page.unlisted()).isEqualTo(49_000);
    }

    @Test
    void shouldNotReadALongBaseAddressForEveryImage() {
        String base = "<base href='https://cdn.example/" + "a/".repeat(250_000) + "'>";

        PageContent page = read(base + "<img src=b.png>".repeat(45_000));

        assertThat(((Segment.Image) page.segments().getFirst()).source())
                .isEqualTo(new ImageSource.Address("https://news.example/a/b.png"));
    }

    /** For each step up the whole address is copied, or one call is made within another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<base href='https://cdn.example/%s'><p>the end",
                "<img src='%sa.png'><p>the end",
                "<a href='%s'><img src=a.png></a><p>the end"
            })
    void shouldNotFollowAnAddressThatGoesUpAndDown(String html) {
        for (String step : List.of("a/../", "../", "./", ".&#1;./")) {
            assertThat(read(html.formatted(step.repeat(400_000))).segments())
                    .last()
                    .asString()
                    .contains("the end");
        }
    }

    private void keepCheap(String html) {
        Cost.keepBelow(
                500 << 20,
                Duration.ofSeconds(2),
                () -> assertThat(read(html).segments()).last().asString().contains("the end"));
    }

    private void assertTooLong(String html, String reason) {
        PerceptException refused = catchThrowableOfType(PerceptException.class, () -> read(html));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(refused).hasMessageContaining(reason).hasMessageContaining("send");
    }

    private PageContent read(String html) {
        return reader.read(new Segment.Page(html, "https://news.example/a/b.html"));
    }
}

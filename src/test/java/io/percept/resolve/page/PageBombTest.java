package io.percept.resolve.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
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

    private void assertTooLong(String html, String reason) {
        PerceptException refused = catchThrowableOfType(PerceptException.class, () -> read(html));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(refused).hasMessageContaining(reason).hasMessageContaining("send");
    }

    private PageContent read(String html) {
        return reader.read(new Segment.Page(html, "https://news.example/a/b.html"));
    }
}

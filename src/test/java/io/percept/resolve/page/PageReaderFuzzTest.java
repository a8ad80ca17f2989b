package io.percept.resolve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.fuzz.Cost;
import io.percept.fuzz.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** Any page: at most the images that are wanted, and only addresses that may be fetched at all. */
class PageReaderFuzzTest {

    private static final PageReader READER = new PageReader(3, 640);

    @FuzzTest
    void shouldReadOrRefuseAnyPage(byte[] bytes) {
        String html = new String(bytes, StandardCharsets.UTF_8);
        Cost.keepBelow(
                200 << 20,
                Duration.ofSeconds(4),
                () -> Refusals.allow(
                        Set.of(ErrorCode.TOO_LONG),
                        () -> check(READER.read(new Segment.Page(html, "https://news.example/a/b.html")))));
    }

    private static void check(PageContent page) {
        assertThat(page.segments())
                .filteredOn(Segment.Image.class::isInstance)
                .hasSizeLessThanOrEqualTo(3)
                .allSatisfy(image -> assertThat(((ImageSource.Address) ((Segment.Image) image).source()).url())
                        .matches("(?is)(https?:|data:image/).*"));
    }
}

package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.DocumentUse.Place;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.fuzz.Cost;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringTokenizer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSplitterTest {

    private static final Bundle BUNDLE = TestBundle.bundle();
    private static final Tokenizer TOKENIZER = new Tokenizer(BUNDLE);
    private static final int IMAGE = BUNDLE.image().queries() + 2;

    private final DocumentFitter fitter = new DocumentFitter(
            new TextEncoder(TOKENIZER, BUNDLE.decoder().maxPositions()),
            BUNDLE.image().queries());
    private final DocumentSplitter splitter = new DocumentSplitter(fitter);

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @Test
    void shouldLeaveADocumentWholeThatFits() {
        Document document = Document.of(new TextPart("a dog"), image("a"));

        List<DocumentWindow> windows = splitter.split(document, 200);

        assertThat(windows).singleElement().satisfies(window -> assertThat(window.document())
                .isSameAs(document));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 22, 62, 212})
    void shouldLoseNothingAndKeepEveryWindowWithinTheLimit(int beyondAnImage) {
        int limit = IMAGE + beyondAnImage;
        Document document = randomDocument(limit);

        List<DocumentWindow> windows = splitter.split(document, limit);

        assertThat(windows).hasSizeGreaterThan(1).allSatisfy(window -> {
            assertThat(fitter.length(window.document())).isLessThanOrEqualTo(limit);
            assertThat(window.tokens()).isLessThanOrEqualTo(limit);
        });
        assertThat(words(windows.stream().map(DocumentWindow::document).toList()))
                .isEqualTo(words(List.of(document)));
        assertThat(windows.getFirst().from()).isEqualTo(new Place(0, 0));
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).from()).isEqualTo(windows.get(i - 1).to());
        }
        assertThat(windows.getLast().to()).isEqualTo(new Place(document.parts().size(), 0));
    }

    @Test
    void shouldSplitAChatBetweenTurns() {
        Document chat = Document.of(
                new TextPart("ann: we were at the lake. it was cold. we saw a duck."),
                new TextPart("bob: what did the duck do there? was it alone?"),
                new TextPart("ann: it was alone. it swam away. then it rained."));
        int limit = fitter.length(chat) - 5;

        List<DocumentWindow> windows = splitter.split(chat, limit);

        assertThat(windows).extracting(DocumentWindow::from).containsExactly(new Place(0, 0), new Place(2, 0));
    }

    @Test
    void shouldSplitATextBetweenParagraphsSooner() {
        TextPart text = new TextPart("One dog ran. Two dogs ran. They came to a lake.\nA cat sat. It slept. It woke.");
        int limit = fitter.length(Document.of(text)) - 3;

        List<DocumentWindow> windows = splitter.split(Document.of(text), limit);

        assertThat(windows.get(1).document().parts()).containsExactly(new TextPart("A cat sat. It slept. It woke."));
        assertThat(windows.get(1).from()).isEqualTo(new Place(0, text.text().indexOf("A cat")));
    }

    @Test
    void shouldSplitBeforeAnImageAndNotBehindIt() {
        Document page = Document.of(
                new TextPart("The dog and the cat ran to the lake and back again. ".repeat(5)),
                image("a"),
                new TextPart("the dog that ran"));
        int limit = fitter.length(page) - 2;

        List<DocumentWindow> windows = splitter.split(page, limit);

        assertThat(windows).extracting(DocumentWindow::from).containsExactly(new Place(0, 0), new Place(1, 0));
        assertThat(windows.get(1).firstPicture()).isZero();
    }

    @Test
    void shouldPartAnAnimationWhoseFramesDoNotFitTogether() {
        Document document = Document.of(image("a"), animation("gif", 4));

        List<DocumentWindow> windows = splitter.split(document, 2 * IMAGE + 5);

        assertThat(windows).extracting(DocumentSplitterTest::pictures).containsExactly("a gif0", "gif1 gif2", "gif3");
        assertThat(windows)
                .extracting(DocumentWindow::from)
                .containsExactly(new Place(0, 0), new Place(1, 0, 1), new Place(1, 0, 3));
        assertThat(windows)
                .extracting(DocumentWindow::to)
                .containsExactly(new Place(1, 0, 1), new Place(1, 0, 3), new Place(2, 0));
        assertThat(windows).extracting(DocumentWindow::firstPicture).containsExactly(0, 1, 1);
    }

    @Test
    void shouldKeepTheFramesOfAnAnimationTogetherWhereTheyFit() {
        Document document = Document.of(image("a"), animation("gif", 3), image("b"));

        List<DocumentWindow> windows = splitter.split(document, 3 * IMAGE);

        assertThat(windows).extracting(DocumentSplitterTest::pictures).containsExactly("a", "gif0 gif1 gif2", "b");
    }

    @Test
    void shouldRecordHowAWindowBeginsWithoutPartingACharacter() {
        Document document = Document.of(new TextPart("a".repeat(59) + "😀 and more"));

        DocumentWindow window = splitter.split(document, 200).getFirst();

        assertThat(window.record(true).begins()).isEqualTo("a".repeat(59) + "…");
    }

    @Test
    void shouldSplitAnEndlessWord() {
        Document document = Document.of(new TextPart("a".repeat(2000)));

        assertThat(splitter.split(document, 100)).hasSizeGreaterThan(1).allSatisfy(window -> assertThat(
                        fitter.length(window.document()))
                .isLessThanOrEqualTo(100));
    }

    @Test
    void shouldRefuseAnImageThatFitsIntoNoWindow() {
        assertThatThrownBy(() -> splitter.split(Document.of(image("a")), IMAGE - 1))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("An image or a word takes " + IMAGE + " tokens");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 4_000})
    void shouldRefuseWhatWouldTakeTooManyWindows(int sentences) {
        Document book = Document.of(new TextPart("The dog ran. ".repeat(sentences)));

        assertThatThrownBy(() -> splitter.split(book, 100)).hasMessageContaining("at most 64 are");
    }

    @Test
    void shouldReadASentenceOfAMegabyteAFewTimesAndNotOncePerWindow() {
        String text = "word ".repeat(200_000);
        AtomicLong read = new AtomicLong();

        List<DocumentWindow> windows = counting(read).split(Document.of(new TextPart(text)), 4_000);

        assertThat(windows).hasSize(50);
        assertThat(read.get()).isLessThan(5L * text.length());
    }

    @Test
    void shouldReadWhatIsFarTooLongOnce() {
        String text = "word ".repeat(200_000);
        AtomicLong read = new AtomicLong();

        assertThatThrownBy(() -> counting(read).split(Document.of(new TextPart(text)), 900))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("at most 64 are");
        assertThat(read.get()).isEqualTo(text.length());
    }

    @Test
    void shouldNotReadWhatItsCharactersSayIsFarTooLong() {
        String text = "word ".repeat(2_000_000);
        AtomicLong read = new AtomicLong();

        assertThatThrownBy(() -> counting(read, 10).split(Document.of(new TextPart(text)), 900))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("at most 64 are");
        assertThat(read.get()).isZero();
    }

    @Test
    void shouldReadADocumentOnceForAllThatIsAskedOfIt() {
        Document document = Document.of(new TextPart("word ".repeat(100_000)));
        AtomicLong read = new AtomicLong();
        DocumentSplitter counting = counting(read);

        for (int task = 0; task < 64; task++) {
            counting.split(document, 100_000);
        }

        assertThat(read.get()).isEqualTo(500_000);
    }

    /** Together they are one gap, but each of them may be the end of a part. */
    @Test
    void shouldTakeNoMoreOfATextOfLineFeedsApartThanFitsIntoTheParts() {
        Document document = Document.of(new TextPart("word ".repeat(300) + "\n".repeat(500_000)));

        Cost.keepBelow(100 << 20, Duration.ofSeconds(10), () -> assertThatThrownBy(() -> splitter.split(document, 100))
                .hasMessageContaining("at most 64 are"));
    }

    @Test
    void shouldSayThatThereIsNoRoomForADocumentEvenWhereItIsEmpty() {
        assertThatThrownBy(() -> splitter.split(Document.of(), -1))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LONG))
                .hasMessageContaining("leave no room");
    }

    private static DocumentSplitter counting(AtomicLong read) {
        return counting(read, Integer.MAX_VALUE);
    }

    /** A token is a word; what is read is counted in characters. */
    private static DocumentSplitter counting(AtomicLong read, int longestWord) {
        return new DocumentSplitter(new DocumentFitter(
                text -> {
                    read.addAndGet(text.length());
                    return new StringTokenizer(text).countTokens();
                },
                longestWord,
                IMAGE - 2));
    }

    private Document randomDocument(int limit) {
        Random random = new Random(limit);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            if (random.nextInt(4) == 0) {
                parts.add(image("image-" + i));
            } else {
                StringBuilder text = new StringBuilder();
                int sentences = 1 + random.nextInt(6);
                for (int s = 0; s < sentences; s++) {
                    text.append("the dog ran to the lake "
                            .repeat(1 + random.nextInt(4))
                            .strip());
                    text.append(random.nextInt(3) == 0 ? ".\n" : ". ");
                }
                parts.add(new TextPart(text.toString().strip()));
            }
        }
        return new Document(parts);
    }

    private static String words(List<Document> documents) {
        return documents.stream()
                .flatMap(document -> document.parts().stream())
                .map(part -> part instanceof TextPart text
                        ? text.line()
                        : ((PicturePart) part).still().digest().hex())
                .collect(Collectors.joining(" "));
    }

    private static String pictures(DocumentWindow window) {
        return window.document().images().stream()
                .map(picture -> picture.digest().hex())
                .collect(Collectors.joining(" "));
    }

    private static AnimationPart animation(String name, int frames) {
        List<PreparedFrame> chosen = IntStream.range(0, frames)
                .mapToObj(i -> new PreparedFrame(image(name + i).image(), i, i * 100L))
                .toList();
        return new AnimationPart(new PreparedFrames(chosen, 1, frames, frames * 100L, true), ImageNotes.NONE);
    }

    private static ImagePart image(String name) {
        return new ImagePart(new PreparedImage(new ContentDigest(name), ImageFormat.PNG, 1, 1, new byte[0]));
    }
}

package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.fuzz.Cost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are made to cost, or to break what reads them. */
@Timeout(30)
class EnvelopeBombTest {

    private static final long MEGABYTE = 1 << 20;
    private static final String TEXT = "\"segments\":[{\"text\":\"a\"}]";
    private static final Map<String, String> STRUCTURED = Map.of("content-type", "application/cloudevents+json");

    private final EventCodec codec = new EventCodec(List.of("caption"));

    @ParameterizedTest
    @CsvSource({"[,]", "{\"a\":,}", "{\"turn\":{\"segments\":[,]}}", "{\"tasks\":[,]}"})
    void shouldRefuseDeepJson(String open, String close) {
        String deep = open.repeat(100_000) + "1" + close.repeat(100_000);

        assertRefused(("{" + TEXT + ",\"tasks\":" + deep + "}").getBytes(StandardCharsets.UTF_8));
        assertRefused(("{\"segments\":" + deep + "}").getBytes(StandardCharsets.UTF_8));
        assertRefused(("{\"unknown\":" + deep + "}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadTenMegabytesOfTextInProportion() {
        String json = "{\"segments\":[{\"text\":\"" + "a".repeat(10 << 20) + "\"}]}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        Cost.keepBelow(30 * bytes.length, Duration.ofSeconds(10), () -> assertThat(
                        ((Segment.Text) read(bytes).segments().getFirst()).text())
                .hasSize(10 << 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1000000000",
                "1e-1000000000",
                "-1e999999999",
                "NaN",
                "Infinity",
                "0x10",
                "1e",
                "99999999999999999999"
            })
    void shouldRefuseOrLeaveOutNumbersOutOfRange(String number) {
        String event = "{" + TEXT + ",\"priority\":" + number + "}";
        String task = "{" + TEXT + ",\"tasks\":[{\"caption\":{},\"options\":{\"maxTokens\":" + number + "}}]}";

        assertRefused(event.getBytes(StandardCharsets.UTF_8));
        Cost.keepBelow(20 * MEGABYTE, Duration.ofSeconds(2), () -> assertThat(
                        unreadable(task.getBytes(StandardCharsets.UTF_8)))
                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\"", "-%s", "0.%s", "[%s]"})
    void shouldRefuseANumberOfAMillionDigits(String form) {
        assertRefusedAsPriority(form.formatted("9".repeat(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0039", "\u0669", "\\u0669"})
    void shouldRefuseANumberOfAMillionDigitsHoweverADigitIsWritten(String digit) {
        assertRefusedAsPriority("\"" + digit.repeat(1_000_000) + "\"");
    }

    @Test
    void shouldReadATextOfAMillionDigits() {
        String digits = "1".repeat(1_000_000);

        ImageEvent event = read(("{\"segments\":[{\"text\":\"" + digits + "\"}]}").getBytes(StandardCharsets.UTF_8));

        assertThat(((Segment.Text) event.segments().getFirst()).text()).isEqualTo(digits);
    }

    @Test
    void shouldRefuseTooManyTasksBeforeItReadsOneByOne() {
        String tasks = "{\"unknown\":1},".repeat(300_000);

        assertRefused(("{" + TEXT + ",\"tasks\":[" + tasks + "{}]}").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],", "1,", "\"\",", "null,", "{\"text\":\"\"},"})
    void shouldRefuseEightMegabytesOfValuesBeforeAnyIsRead(String value) {
        String values = value.repeat((8 << 20) / value.length());
        byte[] event = ("{\"segments\":[" + values + "{}]}").getBytes(StandardCharsets.UTF_8);

        Cost.keepBelow(4L * event.length, Duration.ofSeconds(3), () -> assertRefused(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'\"'", "/*\"*/1"})
    void shouldCountValuesThatStandBehindALooseQuotationMark(String first) {
        String event = "{\"segments\":[" + first + "," + "{},".repeat(2_000_000) + "{}]}";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);

        Cost.keepBelow(4L * bytes.length, Duration.ofSeconds(3), () -> assertRefused(bytes));
    }

    @Test
    void shouldReadATextOfAsManyBracesAsItLikes() {
        String text = "{,[;".repeat(1_000_000);

        ImageEvent event = read(("{\"segments\":[{\"text\":\"" + text + "\"}]}").getBytes(StandardCharsets.UTF_8));

        assertThat(((Segment.Text) event.segments().getFirst()).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "id", "extension"})
    void shouldRefuseDeepJsonInACloudEvent(String place) {
        String deep = "[".repeat(100_000) + "1" + "]".repeat(100_000);

        assertRefused(("{\"" + place + "\":" + deep + "}").getBytes(StandardCharsets.UTF_8), STRUCTURED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"priority\":%s}", "{\"priority\":\"%s\"}"})
    void shouldRefuseANumberOfAMillionDigitsInACloudEvent(String data) {
        String event = "{\"data\":" + data.formatted("9".repeat(1_000_000)) + "}";

        Cost.keepBelow(
                100 * MEGABYTE,
                Duration.ofSeconds(3),
                () -> assertRefused(event.getBytes(StandardCharsets.UTF_8), STRUCTURED));
    }

    @Test
    void shouldRefuseEightMegabytesOfValuesInACloudEventBeforeAnyIsRead() {
        String values = "{},".repeat((8 << 20) / 3);
        byte[] event = ("{\"data\":{\"segments\":[" + values + "{}]}}").getBytes(StandardCharsets.UTF_8);

        Cost.keepBelow(4L * event.length, Duration.ofSeconds(3), () -> assertRefused(event, STRUCTURED));
    }

    @Test
    void shouldReadTenMegabytesOfTextInACloudEventInProportion() {
        String data = "{\"segments\":[{\"text\":\"" + "a".repeat(10 << 20) + "\"}]}";
        byte[] bytes = ("{\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);

        Cost.keepBelow(60L * bytes.length, Duration.ofSeconds(10), () -> assertThat(((Segment.Text)
                                codec.read(bytes, STRUCTURED, "id").segments().getFirst())
                        .text())
                .hasSize(10 << 20));
    }

    @Test
    void shouldRefuseNamesOfAMegabyteBeforeAnySegmentIsNamed() {
        String name = "n".repeat(1 << 20);

        assertRefused(chat().setId(name).build().toByteArray());
        assertRefused(chat().setSource(name).build().toByteArray());
        assertRefused(chat().setPolicy(name).build().toByteArray());
    }

    @Test
    void shouldNameNoSegmentOfTheLargestChatWhereNoneIsWrong() {
        byte[] chat = chat().setId("n".repeat(1_000)).build().toByteArray();

        Cost.keepBelow(200 * MEGABYTE, Duration.ofSeconds(8), () -> assertThat(
                        read(chat).segments())
                .hasSize(512));
    }

    @Test
    void shouldRefuseDeepGroupsInProtobuf() {
        byte[] groups = new byte[1_000_000];
        // Field 15, start of a group.
        Arrays.fill(groups, (byte) 0x7B);

        assertRefused(groups);
    }

    @Test
    void shouldRefuseDeepMessagesInProtobuf() {
        var turn = io.percept.contract.v1.Segment.newBuilder().setText("a").build();
        for (int depth = 0; depth < 300; depth++) {
            turn = io.percept.contract.v1.Segment.newBuilder()
                    .setTurn(io.percept.contract.v1.ChatTurn.newBuilder().addSegments(turn))
                    .build();
        }

        assertRefused(io.percept.contract.v1.ImageEvent.newBuilder()
                .addSegments(turn)
                .build()
                .toByteArray());
    }

    @Test
    void shouldRefuseALengthOfTwoGigabytesWithoutTakingThem() {
        byte[] bomb = {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 'a'};

        Cost.keepBelow(5 * MEGABYTE, Duration.ofSeconds(2), () -> assertRefused(bomb));
    }

    @Test
    void shouldRefuseTooManySegmentsWithinATurn() {
        var turn = io.percept.contract.v1.ChatTurn.newBuilder();
        for (int i = 0; i < 100_000; i++) {
            turn.addSegments(io.percept.contract.v1.Segment.newBuilder().setText(""));
        }

        assertRefused(io.percept.contract.v1.ImageEvent.newBuilder()
                .addSegments(io.percept.contract.v1.Segment.newBuilder().setTurn(turn))
                .build()
                .toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ",", " ,", "caption,", "\u0000", "Σ"})
    void shouldReadLongHeadersInOnePass(String part) {
        byte[] image = {(byte) 0x89, 'P', 'N', 'G'};
        String header = "x" + part.repeat(200_000) + "x";

        for (String name : List.of(EventCodec.TASKS_HEADER, EventCodec.POLICY_HEADER, "ce_time", "content-type")) {
            Map<String, String> headers = Map.of(name, header);
            assertThat(catchThrowableOfType(PerceptException.class, () -> {
                        ImageEvent event = codec.read(image, headers, "id");
                        throw new PerceptException(ErrorCode.INVALID_ENVELOPE, event.id());
                    }))
                    .extracting(PerceptException::code)
                    .isEqualTo(ErrorCode.INVALID_ENVELOPE);
        }
    }

    /** As many turns as are taken, with as many texts. */
    private static io.percept.contract.v1.ImageEvent.Builder chat() {
        var turn = io.percept.contract.v1.ChatTurn.newBuilder();
        for (int i = 0; i < 512; i++) {
            turn.addSegments(io.percept.contract.v1.Segment.newBuilder().setText(""));
        }
        var segment = io.percept.contract.v1.Segment.newBuilder().setTurn(turn).build();
        return io.percept.contract.v1.ImageEvent.newBuilder().addAllSegments(Collections.nCopies(512, segment));
    }

    private boolean unreadable(byte[] value) {
        return read(value).tasks().getFirst() instanceof Task.Unreadable;
    }

    private ImageEvent read(byte[] value) {
        return codec.read(value, Map.of(), "id");
    }

    private void assertRefusedAsPriority(String number) {
        byte[] event = ("{" + TEXT + ",\"priority\":" + number + "}").getBytes(StandardCharsets.UTF_8);

        Cost.keepBelow(100 * MEGABYTE, Duration.ofSeconds(3), () -> assertRefused(event));
    }

    private void assertRefused(byte[] value) {
        assertRefused(value, Map.of());
    }

    private void assertRefused(byte[] value, Map<String, String> headers) {
        Cost.keepBelow(60 * MEGABYTE + 60L * value.length, Duration.ofSeconds(8), () -> assertThat(
                        catchThrowableOfType(PerceptException.class, () -> codec.read(value, headers, "id"))
                                .code())
                .isEqualTo(ErrorCode.INVALID_ENVELOPE));
    }
}

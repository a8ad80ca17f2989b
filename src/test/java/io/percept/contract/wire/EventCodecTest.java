package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.Example;
import io.percept.contract.ImageContext;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.MarkedRegion;
import io.percept.contract.PerceptException;
import io.percept.contract.PixelBox;
import io.percept.contract.Region;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    private static final byte[] BMP = {'B', 'M', 58, 0, 0, 0, 0, 0, 0, 0};
    private static final Map<String, String> STRUCTURED = Map.of("content-type", "application/cloudevents+json");

    private final EventCodec codec = codec(EventRules.ofDefaultTasks(List.of("caption", "moderate")));
    private final EventCodec moderating = codec(new EventRules(List.of("caption"), List.of("moderate"), false));
    private final EventCodec asking = codec(new EventRules(List.of("caption"), List.of(), true));

    @ParameterizedTest
    @EnumSource(names = {"PROTOBUF", "JSON"})
    void shouldReadEverySegmentAndTaskThatItWrites(Encoding encoding) {
        ImageEvent event = everything();

        ImageEvent read = codec.read(EventCodec.write(event, encoding), Map.of(), "unused");

        assertThat(read).isEqualTo(event);
    }

    @Test
    void shouldWrapARawImageWithTheTasksOfItsHeader() {
        Map<String, String> headers = Map.of("content-type", "image/png", "percept-tasks", "describe, moderate");

        ImageEvent read = codec.read(PNG, headers, "topic/0@7");

        assertThat(read.id()).isEqualTo("topic/0@7");
        assertThat(read.segments()).containsExactly(new Segment.Image(new ImageSource.Content(PNG), ""));
        assertThat(read.tasks()).extracting(Task::type).containsExactly("describe", "moderate");
    }

    @Test
    void shouldAskTheConfiguredTasksWhereNoneIsNamed() {
        ImageEvent read = codec.read(PNG, Map.of(), "id");

        assertThat(read.tasks()).extracting(Task::id).containsExactly("caption", "moderate");
    }

    @Test
    void shouldWrapARawImageWithThePolicyOfItsHeader() {
        assertThat(codec.read(PNG, Map.of("percept-policy", " strict "), "id").policy())
                .hasValue("strict");
        assertThat(codec.read(PNG, Map.of("percept-policy", " "), "id").policy())
                .isEmpty();
        assertThat(codec.read(PNG, Map.of(), "id").policy()).isEmpty();
    }

    @Test
    void shouldTakeABmpFileForAnImageWhereItsHeaderSaysSo() {
        assertThat(codec.read(BMP, Map.of("content-type", "image/bmp"), "id").segments())
                .containsExactly(new Segment.Image(new ImageSource.Content(BMP), ""));
    }

    /** An event in protobuf may begin like one. */
    @Test
    void shouldNotTellABmpFileByItsFirstBytes() {
        assertInvalid(BMP, Map.of(), "set the content-type header");
    }

    @Test
    void shouldAskEveryEventWhatIsRequired() {
        assertThat(kinds(moderating.read(PNG, Map.of(), "id"))).containsExactly("moderate", "caption");
        assertThat(kinds(moderating.read(PNG, Map.of("percept-tasks", "describe"), "id")))
                .containsExactly("moderate", "describe");
        assertThat(moderating
                        .read(json("{'segments':[{'text':'a'}],'tasks':[{'describe':{}}]}"), Map.of(), "id")
                        .tasks())
                .first()
                .isEqualTo(new Task.Moderate("moderate", List.of(), TaskOptions.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'moderate':{}}", "{'id':'mine','moderate':{'evidence':true}}"})
    void shouldNotAskWhatIsRequiredTwice(String task) {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + task + "]}");

        assertThat(kinds(moderating.read(value, Map.of(), "id"))).containsExactly("moderate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'moderate':{'labels':['hate']}}",
                "{'moderate':{},'options':{'exampleSet':'none'}}",
                "{'moderate':{},'options':{'rationale':true}}",
                "{'moderate':{},'options':{'examples':[{'segments':[{'text':'b'}],'labels':{'hate':false}}]}}",
                "{'moderate':{'lables':['hate']}}"
            })
    void shouldAskWhatIsRequiredBesideATaskThatBendsOrAvoidsIt(String task) {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + task + "]}");

        List<Task> tasks = moderating.read(value, Map.of(), "id").tasks();

        assertThat(tasks).extracting(Task::id).containsExactly("moderate-2", "moderate");
        assertThat(tasks.getFirst()).isEqualTo(new Task.Moderate("moderate-2", List.of(), TaskOptions.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "alt_text; {'altText':{'images':[7]}}",
                "alt_text; {'altText':{'language':'xx'}}",
                "ground; {'ground':{'phrase':'zebra'}}"
            })
    void shouldAskAllThatIsRequiredBesideATaskThatAsksForAPartOfIt(String kind, String task) {
        EventCodec asking = new EventCodec(new EventRules(List.of("caption"), List.of(kind), false));
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + task + "]}");

        assertThat(kinds(asking.read(value, Map.of(), "id"))).containsExactly(kind, kind);
    }

    @Test
    void shouldAskWhatIsRequiredOfAnEventThatNamesAsManyTasksAsItMay() {
        String tasks = String.join(",", Collections.nCopies(64, "{'caption':{}}"));
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + tasks + "]}");

        assertThat(kinds(moderating.read(value, Map.of(), "id"))).hasSize(65).startsWith("moderate");
    }

    @ParameterizedTest
    @CsvSource({"dance, Unknown task 'dance'", "answer, set answer.question"})
    void shouldNotRequireATaskThatCannotBeAskedAlone(String kind, String message) {
        EventRules rules = new EventRules(List.of("caption"), List.of(kind), false);

        assertThatThrownBy(() -> new EventCodec(rules))
                .isInstanceOf(PerceptException.class)
                .hasMessageContaining(message);
        assertThat(EventRules.needNoParameter(List.of(kind))).isFalse();
        assertThat(EventRules.needNoParameter(List.of("moderate", "alt_text"))).isTrue();
    }

    @Test
    void shouldRefuseAnEventWithoutASourceWhereOneIsRequired() {
        byte[] silent = json("{'id':'1','segments':[{'text':'a'}]}");

        for (Map<String, String> headers : List.of(Map.<String, String>of(), Map.of("ce_source", " "))) {
            assertThatThrownBy(() -> asking.read(silent, headers, "unused"))
                    .isInstanceOfSatisfying(
                            PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ENVELOPE))
                    .hasMessageContaining("Event 1: it has no source")
                    .hasMessageContaining("set source, or the CloudEvents attribute source (the header ce_source)");
        }
        assertThatThrownBy(() ->
                        asking.read(json("{'id':'1','source':' ','segments':[{'text':'a'}]}"), Map.of(), "unused"))
                .hasMessageContaining("it has no source");
    }

    @Test
    void shouldTakeASourceFromTheEventOrItsHeaderWhereOneIsRequired() {
        byte[] silent = json("{'segments':[{'text':'a'}]}");
        byte[] telling = json("{'source':'/own','segments':[{'text':'a'}]}");

        assertThat(asking.read(silent, Map.of("ce_source", "/shop"), "id").source())
                .isEqualTo("/shop");
        assertThat(asking.read(telling, Map.of(), "id").source()).isEqualTo("/own");
    }

    @ParameterizedTest
    @CsvSource({
        "id, a\\nb, id of the event has the control character U+000A behind 'a'",
        "source, /shop\\n, source of the event has the control character U+000A behind '/shop'",
        "id, \\u0000, id of the event has the control character U+0000 behind",
        "source, a b\\u0085c, source of the event has the control character U+0085 behind 'a b'"
    })
    void shouldRefuseNamesThatHaveControlCharacters(String field, String name, String message) {
        assertInvalid(json("{'%s':'%s','segments':[{'text':'a'}]}".formatted(field, name)), Map.of(), message);
    }

    @Test
    void shouldRefuseHeadersThatNameAnEventWithControlCharacters() {
        assertInvalid(PNG, Map.of("ce_id", "7\n/"), "id of the event has the control character U+000A");
        assertInvalid(PNG, Map.of("ce_source", "/\n7"), "source of the event has the control character U+000A");
    }

    @Test
    void shouldFillInCloudEventsAttributes() {
        Map<String, String> headers =
                Map.of("ce_id", "from-header", "ce_source", "/shop", "ce_time", "2025-05-06T07:08:09Z");

        ImageEvent read = codec.read(json("{'segments':[{'text':'a'}]}"), headers, "fallback");

        assertThat(read.id()).isEqualTo("from-header");
        assertThat(read.source()).isEqualTo("/shop");
        assertThat(read.time()).isEqualTo(Instant.parse("2025-05-06T07:08:09Z"));
    }

    @Test
    void shouldPreferTheEventOverItsHeaders() {
        byte[] value = json("{'id':'own','segments':[{'text':'a'}]}");

        assertThat(codec.read(value, Map.of("ce_id", "other"), "fallback").id()).isEqualTo("own");
    }

    @Test
    void shouldReadACloudEventInStructuredModeAsInBinaryMode() {
        byte[] value = json(
                """
                {'specversion':'1.0','type':'any','id':'7','source':'/shop','time':'2025-05-06T07:08:09Z','subject':null,'extension':5,
                 'datacontenttype':'application/json','data':{'segments':[{'text':'a'}],'tasks':[{'describe':{}}],'priority':3}}""");

        ImageEvent read = codec.read(value, STRUCTURED, "fallback");

        Map<String, String> headers = Map.of("ce_id", "7", "ce_source", "/shop", "ce_time", "2025-05-06T07:08:09Z");
        byte[] data = json("{'segments':[{'text':'a'}],'tasks':[{'describe':{}}],'priority':3}");
        assertThat(read).isEqualTo(codec.read(data, headers, "fallback"));
        assertThat(read.id()).isEqualTo("7");
    }

    @Test
    void shouldPreferTheEventOverItsCloudEventAndThatOverTheHeaders() {
        Map<String, String> headers = Map.of(
                "content-type",
                "Application/CloudEvents+JSON; charset=UTF-8",
                "ce_id",
                "header",
                "ce_source",
                "/header");

        ImageEvent own = codec.read(
                json("{'id':'envelope','source':'/envelope','data':{'id':'own','segments':[{'text':'a'}]}}"),
                headers,
                "fallback");
        ImageEvent silent = codec.read(json("{'source':null,'data':{'segments':[{'text':'a'}]}}"), headers, "fallback");

        assertThat(own.id()).isEqualTo("own");
        assertThat(own.source()).isEqualTo("/envelope");
        assertThat(silent.id()).isEqualTo("header");
        assertThat(silent.source()).isEqualTo("/header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'datacontenttype':'image/png',", ""})
    void shouldTakeAnImageOutOfACloudEvent(String type) {
        Map<String, String> headers =
                Map.of("content-type", "application/cloudevents+json", "percept-tasks", "describe");
        byte[] value = json("{'id':'7',%s'data_base64':'%s'}"
                .formatted(type, Base64.getEncoder().encodeToString(PNG)));

        ImageEvent read = codec.read(value, headers, "fallback");

        assertThat(read.id()).isEqualTo("7");
        assertThat(read.segments()).containsExactly(new Segment.Image(new ImageSource.Content(PNG), ""));
        assertThat(kinds(read)).containsExactly("describe");
    }

    @ParameterizedTest
    @CsvSource({
        "PROTOBUF, application/protobuf",
        "PROTOBUF, application/x-protobuf",
        "PROTOBUF, ''",
        "JSON, application/json",
        "JSON, ''"
    })
    void shouldTakeTheBytesOfAnEventOutOfACloudEvent(Encoding encoding, String type) {
        ImageEvent event = everything();
        byte[] value = json("{'datacontenttype':'%s','data_base64':'%s'}"
                .formatted(type, Base64.getEncoder().encodeToString(EventCodec.write(event, encoding))));

        assertThat(codec.read(value, STRUCTURED, "unused")).isEqualTo(event);
    }

    @Test
    void shouldFailATaskWithinACloudEventByItself() {
        byte[] value = json("{'data':{'segments':[{'text':'a'}],'tasks':[{'dance':{}},{'caption':{}}]}}");

        assertThat(codec.read(value, STRUCTURED, "id").tasks())
                .extracting(Task::id)
                .containsExactly("dance", "caption");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {'id':'7'}                                         | needs one of data, which is an ImageEvent in JSON, and data_base64
        {'data':null,'data_base64':''}                     | it has neither
        {'data':{},'data_base64':'aaaa'}                   | it has both
        {'data':'{}'}                                      | The data of the CloudEvent is no JSON object
        {'datacontenttype':'image/png','data':{}}          | The datacontenttype of the CloudEvent is image/png
        {'datacontenttype':'text/plain','data':{}}         | give such bytes in data_base64
        {'data_base64':'a-b_'}                             | is no Base64 (Illegal base64 character 2d)
        {'data_base64':{}}                                 | The member data_base64 of the CloudEvent is no text
        {'id':7,'data':{'segments':[{'text':'a'}]}}        | The member id of the CloudEvent is no text: write it in quotation marks
        {'specversion':'0.3','data':{}}                    | is of specversion 0.3, and 1.0 is read here
        {'time':'noon','data':{'segments':[{'text':'a'}]}} | attribute time is not an RFC 3339 time
        {'id':'a\\nb','data':{'segments':[{'text':'a'}]}}  | id of the event has the control character U+000A
        {'data':{'songs':1}}                               | songs
        [{'data':{}}]                                      | send one JSON object
        {'data'                                            | is no CloudEvent in JSON
        """)
    void shouldRefuseAWrongCloudEventAndSayWhy(String value, String message) {
        assertInvalid(json(value), STRUCTURED, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents",
                "application/cloudevents-batch+json",
                "Application/CloudEvents+avro",
                "application/cloudevents+protobuf; charset=utf-8"
            })
    void shouldRefuseACloudEventInAFormThatIsNotRead(String type) {
        assertInvalid(
                json("{'data':{'segments':[{'text':'a'}]}}"),
                Map.of("content-type", type),
                "The content-type " + type
                        + " is no form of CloudEvents that is read here: send each event by itself as"
                        + " application/cloudevents+json");
    }

    @Test
    void shouldTakeTheTimeOfReceiptWhereNoneIsGiven() {
        ImageEvent read = codec.read(json("{'segments':[{'text':'a'}]}"), Map.of(), "id");

        assertThat(read.time()).isEqualTo(NOW);
        assertThat(read.ownTime()).isEmpty();
    }

    @Test
    void shouldTellTheTimeThatAnEventStatesFromThatOfItsReceipt() {
        Instant stated = Instant.parse("2025-05-06T07:08:09Z");
        byte[] silent = json("{'segments':[{'text':'a'}]}");
        byte[] telling = json("{'time':'2025-05-06T07:08:09Z','segments':[{'text':'a'}]}");

        assertThat(codec.read(telling, Map.of(), "id").ownTime()).hasValue(stated);
        assertThat(codec.read(silent, Map.of("ce_time", stated.toString()), "id")
                        .ownTime())
                .hasValue(stated);
    }

    @Test
    void shouldWriteNoTimeThatAnEventDoesNotState() {
        ImageEvent silent = codec.read(json("{'segments':[{'text':'a'}]}"), Map.of(), "id");

        byte[] written = EventCodec.write(silent, Encoding.JSON);

        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("\"time\"");
    }

    @Test
    void shouldKeepTheNameAndThePlaceOfATaskThatCannotBeRead() {
        byte[] value =
                json("{'segments':[{'text':'a'}],'tasks':[{'caption':{}},{'id':'mine','dance':{'to':1}},{'sing':{}}]}");

        List<Task> tasks = codec.read(value, Map.of(), "id").tasks();

        assertThat(tasks).extracting(Task::id).containsExactly("caption", "mine", "sing");
        assertThat(((Task.Unreadable) tasks.get(1)).type()).isEqualTo("dance");
    }

    @Test
    void shouldNumberTasksOfTheSameKind() {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[{'caption':{}},{'caption':{}}]}");

        assertThat(codec.read(value, Map.of(), "id").tasks())
                .extracting(Task::id)
                .containsExactly("caption", "caption-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {'caption':{}},{'id':'caption','describe':{}}                             | caption-2,caption
        {'id':'caption','describe':{}},{'caption':{}}                             | caption,caption-2
        {'caption':{}},{'id':'caption-2','caption':{}},{'caption':{}}             | caption,caption-2,caption-3
        {'caption':{}},{'caption':{}},{'id':'caption-2','caption':{}}             | caption,caption-3,caption-2
        """)
    void shouldNameATaskAsNoOtherIsNamedInWhateverOrderTheyCome(String tasks, String ids) {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + tasks + "]}");

        assertThat(codec.read(value, Map.of(), "id").tasks())
                .extracting(Task::id)
                .containsExactly(ids.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {'answer':{}}                                              | MISSING_QUESTION | answer.question
        {'refer':{'box':{'x1':0.5,'y1':0,'x2':0.2,'y2':1}}}        | INVALID_TASK     | x1 < x2
        {'choose':{'candidates':[{'text':'one'}]}}                 | INVALID_TASK     | two candidates
        {'caption':{},'options':{'examples':[{'answer':'a'}]}}     | INVALID_TASK     | segments and an answer
        {'refer':{}}                                               | INVALID_TASK     | refer.box or refer.pixel_box
        {'refer':{'pixelBox':{'x1':5,'y1':0,'x2':5,'y2':1}}}       | INVALID_TASK     | 0 <= x1 < x2
        {'answer':{'question':'{box}?','regions':[{}]}}            | INVALID_TASK     | box or pixel_box
        {'caption':{},'options':{'decoding':{'beams':6}}}          | INVALID_TASK     | beams must be 1 to 5
        {'caption':{},'options':{'decoding':{'beams':2,'temperature':1}}} | INVALID_TASK | exclude each other
        {'caption':{},'options':{'decoding':{'topP':0.5}}}         | INVALID_TASK     | give a temperature
        {'caption':{},'options':{'decoding':{'temperature':1,'topP':2}}} | INVALID_TASK | top_p must be above 0
        {'caption':{},'options':{'decoding':{'lengthPenalty':0}}}  | INVALID_TASK     | give beams
        {'caption':{},'options':{'decoding':{'stop':['']}}}        | INVALID_TASK     | none of them empty
        {'caption':{},'options':{'decoding':{'minTokens':-1}}}     | INVALID_TASK     | must not be negative
        {'id':'nothing'}                                           | UNKNOWN_TASK     | caption, describe
        {'dance':{}}                                               | UNKNOWN_TASK     | is of no kind that is known
        {'caption':{'length':3}}                                   | INVALID_TASK     | length
        {'answer':{'question':{'a':1}}}                            | INVALID_TASK     | schemas/percept/v1/event.proto
        {'altText':{'length':3}}                                   | INVALID_TASK     | length
        {'alt_text':{'length':3}}                                  | INVALID_TASK     | length
        {'dance':{'to':1}}                                         | UNKNOWN_TASK     | use one of [alt_text, answer, caption
        """)
    void shouldFailATaskThatIsWrongAndKeepTheOthers(String task, ErrorCode code, String message) {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + task + ",{'caption':{}}]}");

        List<Task> tasks = codec.read(value, Map.of(), "id").tasks();

        assertThat(tasks.get(0)).isInstanceOfSatisfying(Task.Unreadable.class, unreadable -> {
            assertThat(unreadable.code()).isEqualTo(code);
            assertThat(unreadable.message()).contains(message);
        });
        assertThat(tasks.get(1)).isInstanceOf(Task.Caption.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"altText", "alt_text"})
    void shouldNameATaskThatCannotBeReadAsOneThatCan(String spelling) {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[{'" + spelling + "':{'length':3}}]}");

        Task task = codec.read(value, Map.of(), "id").tasks().getFirst();

        assertThat(((Task.Unreadable) task).type()).isEqualTo("alt_text");
        assertThat(task.id()).isEqualTo("alt_text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {'choose':{'candidates':[%s]}}             | {'text':'a'}                             | 65    | at most 64
        {'choose':{'candidates':[%s]}}             | {'text':'a'}                             | 10000 | at most 64
        {'caption':{},'options':{'examples':[%s]}} | {'segments':[{'text':'a'}],'answer':'b'} | 65    | at most 64
        {'answer':{'question':'{box}','regions':[%s]}} | {'box':{'x2':1,'y2':1}}                | 65    | at most 64
        {'moderate':{'labels':[%s]}}              | "hate"                                   | 65    | at most 64
        {'altText':{'images':[%s]}}                | 0                                        | 2     | an image twice
        """)
    void shouldFailATaskThatBringsMoreThanIsTaken(String task, String one, int times, String message) {
        assertTooMuch(task.formatted(String.join(",", Collections.nCopies(times, one))), message);
    }

    @Test
    void shouldCutTheTextsAroundAnImage() {
        String context = "{'heading':'%1$s','caption':'%1$s','role':'%1$s','target':'%1$s','beside':'%1$s'}"
                .formatted("x".repeat(5_000));
        byte[] value =
                json("{'segments':[{'image':{'url':'https://a.example/b.png','context':%s}}]}".formatted(context));

        Segment.Image image =
                (Segment.Image) codec.read(value, Map.of(), "id").segments().getFirst();

        String cut = "x".repeat(1_000);
        assertThat(image.context()).isEqualTo(new ImageContext(cut, cut, cut, cut, cut, false, false, false, 1));
    }

    @Test
    void shouldFailATaskThatNamesMoreImagesThanAnEventHasSegments() {
        String positions = IntStream.range(0, 513).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertTooMuch("{'altText':{'images':[" + positions + "]}}", "more than 512");
    }

    @Test
    void shouldFailTheTasksThatBringMorePicturesThanAnEventMayHave() {
        String picture = "{'image':{'url':'https://a.example/b.png'}}";
        String choice = "{'choose':{'candidates':[%s]}}".formatted(String.join(",", Collections.nCopies(40, picture)));
        String example = "{'segments':[{'turn':{'segments':[%s]}}],'answer':'b'}".formatted(picture);
        String worked = "{'caption':{},'options':{'examples':[%s]}}"
                .formatted(String.join(",", Collections.nCopies(25, example)));

        List<Task> tasks = codec.read(
                        json("{'segments':[{'text':'a'}],'tasks':[%s,%s,{'describe':{}}]}".formatted(choice, worked)),
                        Map.of(),
                        "id")
                .tasks();

        assertThat(tasks.get(0)).isInstanceOf(Task.Choose.class);
        assertThat(tasks.get(1)).isInstanceOfSatisfying(Task.Unreadable.class, unreadable -> {
            assertThat(unreadable.type()).isEqualTo("caption");
            assertThat(unreadable.code()).isEqualTo(ErrorCode.INVALID_TASK);
            assertThat(unreadable.message()).contains("more than 64 images and pages");
        });
        assertThat(tasks.get(2)).isInstanceOf(Task.Describe.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {'id':'e1'}                                                | Event e1: it has no segments
        {'id':'e1','segments':[{}]}                                | Event e1: segment 0 is empty
        {'id':'e1','segments':[{'image':{}}]}                      | neither content nor url
        {'segments':[{'text':'a'}],'tasks':[{'dance':{}}],'songs':1} | songs
        {'segments':[{'text':'a'}],'tasks':{'dance':{}}}           | tasks
        {'id':'e1','segments':[{'text':'a'}],'tasks':[{'id':'t','caption':{}},{'id':'t','caption':{}}]} | two tasks have the id 't'
        {'segments':[{'turn':{'segments':[{'page':{'html':''}}]}}]}| texts and images only
        {'segments'                                                | not a percept.v1.ImageEvent
        """)
    void shouldRefuseWhatIsNoEventAndSayWhy(String value, String message) {
        assertInvalid(json(value), Map.of(), message);
    }

    @Test
    void shouldRefuseBytesThatAreNeither() {
        assertInvalid(new byte[] {1, 2, 3}, Map.of(), "neither JSON nor an image nor");
    }

    @Test
    void shouldRefuseAnEmptyRecord() {
        assertInvalid(null, Map.of(), "empty");
    }

    @Test
    void shouldRefuseUnknownTasksInTheHeader() {
        assertInvalid(PNG, Map.of("percept-tasks", "dance"), "dance");
    }

    @Test
    void shouldRefuseATimeThatIsOutOfRange() {
        byte[] value = io.percept.contract.v1.ImageEvent.newBuilder()
                .addSegments(io.percept.contract.v1.Segment.newBuilder().setText("a"))
                .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build()
                .toByteArray();

        assertInvalid(value, Map.of(), "time is out of range");
    }

    @ParameterizedTest
    @ValueSource(longs = {253402300800L, 1767322800000L, -62135596801L})
    void shouldRefuseATimeThatTheWireCannotWrite(long seconds) {
        var time = com.google.protobuf.Timestamp.newBuilder().setSeconds(seconds);
        var text = io.percept.contract.v1.Segment.newBuilder().setText("a");
        var turn = io.percept.contract.v1.Segment.newBuilder()
                .setTurn(io.percept.contract.v1.ChatTurn.newBuilder()
                        .addSegments(text)
                        .setTime(time));
        var event = io.percept.contract.v1.ImageEvent.newBuilder().setId("late");

        assertInvalid(
                event.clone().addSegments(text).setTime(time).build().toByteArray(),
                Map.of(),
                "Event late: the time is out of range");
        assertInvalid(
                event.clone().addSegments(turn).build().toByteArray(),
                Map.of(),
                "Event late: segment 0: the time is out of range");
        assertInvalid(
                json("{'segments':[{'text':'a'}]}"),
                Map.of("ce_time", Instant.ofEpochSecond(seconds).toString()),
                "of the years 1 to 9999");
    }

    @Test
    void shouldTreatEmptyAttributesAsAbsent() {
        Map<String, String> empty = Map.of("ce_id", "", "ce_source", "", "ce_time", " ");

        ImageEvent read = codec.read(json("{'segments':[{'text':'a'}]}"), empty, "t/0@5");

        assertThat(read.id()).isEqualTo("t/0@5");
        assertThat(read.source()).isEqualTo("/");
        assertThat(read.time()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg, {, RAW_IMAGE",
        "IMAGE/Jpeg, {, RAW_IMAGE",
        "application/json; charset=utf-8, x, JSON",
        "application/x-protobuf, {, PROTOBUF",
        "'', ' {', JSON",
        "'', GIF89a, RAW_IMAGE",
        "'', x, PROTOBUF"
    })
    void shouldTakeTheEncodingFromTheHeaderElseFromTheBytes(String contentType, String value, Encoding expected) {
        assertThat(Encoding.of(contentType, value.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(expected);
    }

    /** The task fails by itself. */
    private void assertTooMuch(String task, String message) {
        byte[] value = json("{'segments':[{'text':'a'}],'tasks':[" + task + ",{'describe':{}}]}");

        List<Task> tasks = codec.read(value, Map.of(), "id").tasks();

        assertThat(tasks.get(0)).isInstanceOfSatisfying(Task.Unreadable.class, unreadable -> {
            assertThat(unreadable.code()).isEqualTo(ErrorCode.INVALID_TASK);
            assertThat(unreadable.message()).contains(message);
        });
        assertThat(tasks.get(1)).isInstanceOf(Task.Describe.class);
    }

    private void assertInvalid(byte[] value, Map<String, String> headers, String message) {
        assertThatThrownBy(() -> codec.read(value, headers, "id"))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ENVELOPE))
                .hasMessageContaining(message);
    }

    private static EventCodec codec(EventRules rules) {
        return new EventCodec(rules, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static List<String> kinds(ImageEvent event) {
        return event.tasks().stream().map(Task::type).toList();
    }

    private static byte[] json(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static ImageEvent everything() {
        TaskOptions options = new TaskOptions(
                Optional.of("toys"),
                List.of(new Example(List.of(new Segment.Text("seen")), "answer", Map.of("hate", false))),
                true,
                OptionalInt.of(12),
                new Decoding(new Decoding.Sampling(0.7, 0.9, OptionalLong.of(-5)), 3, 2, List.of("\n", "end")));
        TaskOptions beams = TaskOptions.NONE.withDecoding(new Decoding(new Decoding.Beam(4, 0), 0, 0, List.of()));
        Region pixels = new Region.Pixels(new PixelBox(0, 1, 20, 30));
        TaskOptions none = TaskOptions.NONE;
        Segment image = new Segment.Image(new ImageSource.Content(PNG), "alt");
        Segment linked = new Segment.Image(new ImageSource.Address("https://example.org/a.png"), "");
        return new ImageEvent(
                "id",
                "/source",
                NOW,
                List.of(
                        new Segment.Text("text"),
                        image,
                        linked,
                        new Segment.Page("<p>html</p>", "https://example.org/"),
                        new Segment.ChatTurn("Ann", Optional.of(NOW), List.of(new Segment.Text("hi"), image))),
                List.of(
                        new Task.Caption("t1", options),
                        new Task.Describe("t2", beams),
                        new Task.Ground("t3", Optional.of("a dog"), none),
                        new Task.Refer("t4", new Region.Relative(new BoundingBox(0, 0.25, 0.5, 1)), none),
                        new Task.Refer("t4b", pixels, none),
                        new Task.Answer("t5", "what is {box}?", List.of(new MarkedRegion("the dog", pixels)), none),
                        new Task.Moderate("t6", List.of("hate"), true, none),
                        new Task.Choose(
                                "t7", "which?", List.of(new Candidate.Text("a"), new Candidate.Text("b")), none)),
                Optional.of("strict"),
                3,
                Optional.of(Duration.ofMillis(2_500)),
                Map.of("tenant", "shop"));
    }
}

package io.percept.intake.collect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.intake.IntakeRefused;
import io.percept.publish.TopicProperties;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CollectCheckTest {

    private static final TopicProperties TOPICS =
            new TopicProperties("events", "results", "dead", "review", 4, (short) -1);
    private static final Optional<Map<String, Object>> CONSUMER = Optional.of(Map.of("group.id", "percept"));

    @Test
    void shouldRefuseTheGroupOfEnrichment() {
        CollectProperties collect = collect("percept.collect.group", "percept");

        assertThatThrownBy(() -> CollectCheck.check(collect, TOPICS, CONSUMER))
                .isInstanceOf(IntakeRefused.class)
                .hasMessageContaining("percept.collect.group and spring.kafka.consumer.group-id are both 'percept'");
    }

    @Test
    void shouldLetAnInstanceThatOnlyCollectsHaveTheGroupThatItIsScaledBy() {
        CollectProperties collect = collect("percept.collect.group", "percept");

        assertThatCode(() -> CollectCheck.check(collect, TOPICS, Optional.empty()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "results", "dead", "review"})
    void shouldRefuseATopicThatIsThereForSomethingElse(String topic) {
        CollectProperties collect = collect("percept.collect.topic", topic);

        assertThatThrownBy(() -> CollectCheck.check(collect, TOPICS, CONSUMER))
                .isInstanceOf(IntakeRefused.class)
                .hasMessageContaining("percept.collect.topic is '" + topic + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-documents", ""})
    void shouldLetATopicOfItsOwnOrNone(String topic) {
        CollectProperties collect = collect("percept.collect.topic", topic);

        assertThatCode(() -> CollectCheck.check(collect, TOPICS, CONSUMER)).doesNotThrowAnyException();
    }

    private static CollectProperties collect(String key, String value) {
        return new Binder(new MapConfigurationPropertySource(Map.of(key, value)))
                .bindOrCreate("percept.collect", CollectProperties.class);
    }
}

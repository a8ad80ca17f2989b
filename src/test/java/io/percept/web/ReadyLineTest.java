package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.publish.TopicProperties;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class ReadyLineTest {

    private final MockEnvironment environment = new MockEnvironment();
    private final ReadyLine line = new ReadyLine(
            new ModelIdentity("model", "1", "", "cpu"),
            new TopicProperties("events", "results", "dead", "review", 1, (short) 1));

    @Test
    void shouldNameTheTopicsOfEnrichment() {
        assertThat(line.of(environment)).startsWith("Ready: model 1 reads events and writes results;");
    }

    @Test
    void shouldNameNoTopicWhereIntakeIsOff() {
        environment.setProperty("percept.intake.enabled", "off");

        assertThat(line.of(environment)).contains("over HTTP only").doesNotContain("events", "results");
    }
}

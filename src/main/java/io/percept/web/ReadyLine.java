package io.percept.web;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.publish.ServicePart;
import io.percept.publish.TopicProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells an operator in the log where everything is. */
@Component
class ReadyLine {

    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    private final ModelIdentity model;
    private final TopicProperties topics;

    ReadyLine(ModelIdentity model, TopicProperties topics) {
        this.model = model;
        this.topics = topics;
    }

    @EventListener
    void onReady(ApplicationReadyEvent ready) {
        log.info(of(ready.getApplicationContext().getEnvironment()));
    }

    String of(Environment environment) {
        String work = ServicePart.INTAKE.isOn(environment)
                ? "reads %s and writes %s".formatted(topics.events(), topics.results())
                : "enriches over HTTP only";
        return "Ready: %s %s %s; page at http://localhost:%s/"
                .formatted(model.name(), model.version(), work, environment.getProperty("local.server.port", "?"));
    }
}

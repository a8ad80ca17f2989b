package io.percept.web;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.publish.TopicProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
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
        String port = ready.getApplicationContext().getEnvironment().getProperty("local.server.port", "?");
        log.info(
                "Ready: {} {} reads {} and writes {}; page at http://localhost:{}/",
                model.name(),
                model.version(),
                topics.events(),
                topics.results(),
                port);
    }
}

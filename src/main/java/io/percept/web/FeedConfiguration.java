package io.percept.web;

import io.percept.publish.TopicProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The topics that can be followed. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "percept.intake.enabled", matchIfMissing = true)
class FeedConfiguration {

    @Bean
    ResultFeed results(ConsumerFactory<?, ?> consumers, TopicProperties topics, WebProperties properties) {
        return new ResultFeed(consumers, topics.results(), properties.recentResults());
    }

    @Bean
    ResultFeed reviews(ConsumerFactory<?, ?> consumers, TopicProperties topics, WebProperties properties) {
        return new ResultFeed(consumers, topics.review(), properties.recentResults());
    }
}

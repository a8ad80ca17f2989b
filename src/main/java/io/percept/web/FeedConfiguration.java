package io.percept.web;

import io.percept.publish.ConditionalOnPart;
import io.percept.publish.ServicePart;
import io.percept.publish.TopicProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The topics that can be followed. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPart(ServicePart.INTAKE)
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

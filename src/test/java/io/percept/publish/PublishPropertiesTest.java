package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class PublishPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @ParameterizedTest
    @ValueSource(strings = {"first-back-off=0", "first-back-off=-1s", "max-back-off=0"})
    void shouldNotStartWithAPauseThatIsNone(String setting) {
        application.withPropertyValues("percept.publish." + setting).run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .isInstanceOf(BindValidationException.class));
    }

    @Test
    void shouldShowAPersonWhatIsToBeReviewedAndNothingElseUnlessToldSo() {
        application.run(context ->
                assertThat(context.getBean(PublishProperties.class).reviewOn()).containsExactly(ReviewCause.REVIEW));
        application
                .withPropertyValues("percept.publish.review-on=review, block, failed")
                .run(context -> assertThat(
                                context.getBean(PublishProperties.class).reviewOn())
                        .containsExactlyInAnyOrder(ReviewCause.values()));
    }

    @Test
    void shouldNotStartWhereNobodyWouldBeAsked() {
        application.withPropertyValues("percept.publish.review-on=").run(context -> assertThat(
                        context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("percept.publish.review-on names nothing"));
    }

    @Test
    void shouldNotStartWithAReviewOfSomethingElse() {
        application
                .withPropertyValues("percept.publish.review-on=review, allow")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("percept.publish.review-on"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PublishProperties.class)
    static class Keys {}
}

package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ResultCachePropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Keys.class);

    @Test
    void shouldBeOffByDefaultAndShareWithinOneSourceOnly() {
        application.run(context -> {
            ResultCacheProperties properties = context.getBean(ResultCacheProperties.class);

            assertThat(properties.isOn()).isFalse();
            assertThat(properties.timeToLive()).isEqualTo(Duration.ofHours(1));
            assertThat(Tenants.of(properties)).isEqualTo(new Tenants.BySource());
        });
    }

    @Test
    void shouldNotStartWhereTenantsAreApartAndShareAtTheSameTime() {
        application
                .withPropertyValues("percept.results.cache.tenant=shop", "percept.results.cache.across-tenants=true")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("leave one"));
    }

    @Test
    void shouldNotStartWithASizeBelowNothing() {
        application
                .withPropertyValues("percept.results.cache.size=-1MB")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("64MB, or 0"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ResultCacheProperties.class)
    static class Keys {}
}

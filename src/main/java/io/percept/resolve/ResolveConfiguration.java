package io.percept.resolve;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.engine.Bundle;
import io.percept.worker.ModelWorker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Composes the resolver for the bundle that is served. Lazy: a command that resolves nothing starts no threads. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ResolveConfiguration {

    @Bean
    ResolveRuntime resolveRuntime(
            Bundle bundle, VisionProperties vision, ResolveProperties resolve, MeterRegistry registry) {
        ResolveRuntime runtime = ResolveRuntime.open(
                ModelWorker.imageSpec(bundle),
                vision,
                resolve,
                (filter, count) -> registry.counter("percept.resolve.filtered", "filter", filter)
                        .increment(count),
                new FetchMeters(registry),
                new PictureMeters(registry));
        FetchMeters.watch(registry, runtime.fetcher());
        PictureMeters.watch(registry, runtime.pool());
        return runtime;
    }

    @Bean
    DocumentResolver documentResolver(ResolveRuntime runtime) {
        return runtime.resolver();
    }
}

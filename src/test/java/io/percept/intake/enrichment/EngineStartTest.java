package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.engine.EngineUnavailable;
import io.percept.engine.TestBundle;
import io.percept.intake.RefusalAnalyzer;
import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What happens at the start where an engine is asked for that cannot run here. */
class EngineStartTest {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withUserConfiguration(Engine.class)
            .withPropertyValues("percept.model=model-worker/models/percept-tiny");

    @Configuration
    @EnableConfigurationProperties({ModelProperties.class, EngineProperties.class, WorkerProperties.class})
    static class Engine {

        private final WorkerConfiguration worker = new WorkerConfiguration();

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ModelRuntime model(
                ModelProperties model, EngineProperties engine, WorkerProperties options, MeterRegistry registry) {
            return worker.modelRuntime(worker.bundle(model, engine), engine, options, registry);
        }
    }

    @Test
    @DisabledIf("hasDriver")
    void shouldStopWithOneSentenceWhereTensorRtCannotRun() {
        service.withPropertyValues("percept.engine.name=tensorrt").run(context -> {
            FailureAnalysis analysis = new RefusalAnalyzer().analyze(context.getStartupFailure());

            assertThat(analysis.getCause()).isInstanceOf(EngineUnavailable.class);
            assertThat(analysis.getDescription())
                    .startsWith("TensorRT was asked for, but here is missing: the NVIDIA driver (libcuda.so.1)")
                    .contains("percept.engine.fallback=cpu")
                    .doesNotContain("\n");
        });
    }

    @Test
    @DisabledIf("hasDriver")
    void shouldStopWithOneSentenceWhereTheOnnxRuntimeHasNoTensorRt() {
        service.withPropertyValues("percept.engine.name=onnxruntime-tensorrt").run(context -> {
            FailureAnalysis analysis = new RefusalAnalyzer().analyze(context.getStartupFailure());

            assertThat(analysis.getDescription())
                    .startsWith("The ONNX Runtime with TensorRT was asked for")
                    .contains("TensorRT provider");
        });
    }

    @Test
    @DisabledIf("hasDriver")
    void shouldGoOnWithTheCpuOnlyWhereThatIsAllowed() {
        service.withPropertyValues("percept.engine.name=tensorrt", "percept.engine.fallback=cpu")
                .run(context -> assertThat(
                                context.getBean(ModelRuntime.class).identity().engine())
                        .startsWith("OnnxRuntime"));
    }

    @Test
    void shouldGaugeThePlansOfTheWorkers() {
        service.run(context -> assertThat(context.getBean(MeterRegistry.class)
                        .get("percept.worker.plans")
                        .tag("state", "waiting")
                        .gauge()
                        .value())
                .isZero());
    }

    @Test
    void shouldNameTheEnginesThatThereAre() {
        service.withPropertyValues("percept.engine.name=abacus")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("abacus"));
    }

    @Test
    void shouldNameTheVariantsThatThereAre() {
        service.withPropertyValues("percept.engine.variant=int4").run(context -> {
            FailureAnalysis analysis = new RefusalAnalyzer().analyze(context.getStartupFailure());

            assertThat(analysis.getDescription())
                    .contains("no variant int4 of percept-tiny")
                    .contains("choose fp32 or int8")
                    .doesNotContain("\n");
        });
    }

    @Test
    void shouldNameTheModelByItsVariant() {
        service.withPropertyValues("percept.engine.variant=int8").run(context -> {
            ModelIdentity model = context.getBean(ModelRuntime.class).identity();

            assertThat(model.engine()).contains(" int8 ");
            assertThat(model.digest()).isNotEqualTo(TestBundle.bundle().digest());
        });
    }

    @Test
    void shouldNotRunAVariantOnAGpu() {
        service.withPropertyValues(
                        "percept.engine.variant=int8", "percept.engine.name=tensorrt", "percept.engine.fallback=cpu")
                .run(context -> {
                    FailureAnalysis analysis = new RefusalAnalyzer().analyze(context.getStartupFailure());

                    assertThat(analysis.getDescription()).contains("variant int8 is for the CPU");
                });
    }

    static boolean hasDriver() {
        return new File("/proc/driver/nvidia/version").exists();
    }
}

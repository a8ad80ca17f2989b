package io.percept.intake.broker;

import io.percept.publish.ConditionalOnPart;
import io.percept.publish.ServicePart;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Runs a broker where none is configured, and points every Kafka client of Boot at it. */
@Configuration(proxyBeanMethods = false)
@Conditional(BrokerConfiguration.NoBrokerConfigured.class)
@ConditionalOnPart({ServicePart.INTAKE, ServicePart.COLLECT})
public class BrokerConfiguration {

    @Bean
    EmbeddedBroker embeddedBroker(BrokerProperties properties) {
        return new EmbeddedBroker(properties.directory(), properties.port());
    }

    @Bean
    KafkaConnectionDetails embeddedBrokerConnection(EmbeddedBroker broker) {
        List<String> servers = List.of(broker.bootstrapServers());
        return new KafkaConnectionDetails() {
            @Override
            public List<String> getBootstrapServers() {
                return servers;
            }
        };
    }

    /** Whether the environment names a broker; the demo asks the same question. */
    public static boolean isConfigured(Environment environment) {
        return Binder.get(environment)
                .bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                .map(servers -> servers.stream().anyMatch(server -> !server.isBlank()))
                .orElse(false);
    }

    static final class NoBrokerConfigured extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean configured = isConfigured(context.getEnvironment());
            ConditionMessage message = ConditionMessage.of(
                    "spring.kafka.bootstrap-servers is %s", configured ? "set" : "not set, the embedded broker runs");
            return new ConditionOutcome(!configured, message);
        }
    }
}

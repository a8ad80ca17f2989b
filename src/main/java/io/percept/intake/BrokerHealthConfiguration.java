package io.percept.intake;

import io.percept.publish.ConditionalOnPart;
import io.percept.publish.ServicePart;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** The health component {@code broker}, for whatever works with one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPart({ServicePart.INTAKE, ServicePart.COLLECT})
public class BrokerHealthConfiguration {

    @Bean
    BrokerHealth brokerHealthIndicator(KafkaAdmin admin, List<BrokerWork> work) {
        return new BrokerHealth(Admin.create(admin.getConfigurationProperties()), work);
    }
}

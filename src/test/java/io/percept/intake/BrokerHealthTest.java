package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class BrokerHealthTest {

    @Test
    void shouldNotWaitForTheBrokerWhenItIsClosed() {
        List<Object> waits = new ArrayList<>();
        Admin admin = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    waits.add(arguments == null ? "for ever" : arguments[0]);
                    return null;
                });

        new BrokerHealth(admin, List.of()).close();

        assertThat(waits).containsExactly(Duration.ZERO);
    }
}

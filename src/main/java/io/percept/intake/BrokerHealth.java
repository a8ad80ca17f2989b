package io.percept.intake;

import io.percept.publish.RecordSink;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the broker answers, events are taken in and no topic refuses records; else it says which and why. */
final class BrokerHealth extends AbstractHealthIndicator implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 3_000;

    private final Admin admin;
    private final EventIntake intake;
    private final RecordSink sink;

    BrokerHealth(Admin admin, EventIntake intake, RecordSink sink) {
        super("The broker does not answer");
        this.admin = admin;
        this.intake = intake;
        this.sink = sink;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder)
            throws ExecutionException, InterruptedException, TimeoutException {
        String cluster;
        try {
            cluster = admin.describeCluster().clusterId().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            String refusal = LoginRefusal.explain(e).orElseThrow(() -> e);
            builder.down().withDetail("login", refusal);
            return;
        }
        Map<String, String> refusing = sink.troubles();
        builder.up().withDetail("cluster", cluster);
        intake.trouble().ifPresent(trouble -> builder.down().withDetail("intake", trouble));
        refusing.forEach((topic, reason) -> builder.down().withDetail(topic, reason));
    }

    @Override
    public void close() {
        admin.close();
    }
}

package io.percept.intake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the broker answers, loops go round and no topic refuses records; else it says which and why. */
final class BrokerHealth extends AbstractHealthIndicator implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 3_000;

    private final Admin admin;
    private final List<BrokerWork> work;

    BrokerHealth(Admin admin, List<BrokerWork> work) {
        super("The broker does not answer");
        this.admin = admin;
        this.work = List.copyOf(work);
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
        builder.up().withDetail("cluster", cluster);
        work.forEach(
                part -> part.troubles().forEach((name, reason) -> builder.down().withDetail(name, reason)));
    }

    /** Without waiting for an answer that nobody will read: a broker that is away would take the time that a stop has for the rest. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}

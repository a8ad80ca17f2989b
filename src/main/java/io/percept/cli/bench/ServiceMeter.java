package io.percept.cli.bench;

/** Tells what the service and the JVM that it runs in have spent since the meter was made. */
final class ServiceMeter {

    private final RunningService service;
    private final Work work;
    private final Profile.Calls calls;
    private final CpuTimes cpu;
    private final JvmCosts jvm;

    ServiceMeter(RunningService service) {
        this.service = service;
        this.work = service.work();
        this.calls = service.calls();
        this.cpu = CpuTimes.now();
        // Last here and first in the end: what reading the others allocates is then not counted.
        this.jvm = JvmCosts.now();
    }

    /**
     * All that was spent until now, as a round's.
     *
     * @param events that it was spent on
     * @param seconds that they took
     */
    Measured measured(int events, double seconds) {
        JvmCosts spent = JvmCosts.now().since(jvm);
        Profile profile = new Profile(CpuTimes.now().since(cpu), service.calls().minus(calls));
        return new Measured(
                events,
                seconds,
                spent.allocatedBytes(),
                spent.gcSeconds(),
                service.work().minus(work),
                profile);
    }
}

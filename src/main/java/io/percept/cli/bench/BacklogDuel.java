package io.percept.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A large backlog against small ones, in turns: one service works the large one through in slices, standing still between them, and there
 * another one of the same process has a small backlog. Measured one after the other they would not be alike: a machine whose
 * memory others use as well is a fifth slower or faster from one minute to the next.
 */
final class BacklogDuel {

    private static final int MOST_SLICES = 20;

    /** Results of a slice, at least, in multiples of what may be under way at once. */
    private static final int LEAST_SLICE = 4;

    /** Small backlogs before the first that counts: the other service is new. */
    private static final int WARM_UPS = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Arena arena;
    private final RunningService service;
    private final Workload workload;
    private final int inFlight;

    BacklogDuel(Arena arena) {
        this.arena = arena;
        this.service = arena.service();
        // What is not the engine's weighs more with these.
        this.workload = arena.workload(Mix.KNOWN_THUMBNAILS, TaskSet.CAPTION);
        this.inFlight = service.limits().maxInFlight();
    }

    Backlog run() {
        int events = arena.scale().backlog();
        int all = events * arena.scale().growth();
        int slices = Math.clamp(all / inFlight / LEAST_SLICE, 1, MOST_SLICES);
        List<Double> small = new ArrayList<>(slices + 1);
        List<Long> sent = new ArrayList<>(all);
        long[] began = new long[slices];
        try (RunningService other = service.besideWithTopics("small-backlog", arena.threads());
                EventSender sender = service.sender();
                ResultWatch watch = service.watchInBulk()) {
            KafkaToKafka smallOnes = new KafkaToKafka(other);
            for (int i = 0; i < WARM_UPS; i++) {
                smallRate(smallOnes, events);
            }
            sender.sendAll(workload.next(all));
            small.add(smallRate(smallOnes, events));
            for (int slice = 0; slice < slices; slice++) {
                began[slice] = System.currentTimeMillis();
                workThrough(watch, sent, (int) ((long) all * (slice + 1) / slices));
                small.add(smallRate(smallOnes, events));
            }
        }
        return Backlog.of(all, arena.scale().growth(), slices(sent, began), small);
    }

    /** Until so many events of the large backlog have results, and those that are under way then as well. */
    private void workThrough(ResultWatch watch, List<Long> sent, int until) {
        service.intake().start();
        try {
            watch.await(until - sent.size(), PATIENCE, () -> true, result -> {
                KafkaToKafka.check(result);
                sent.add(result.atMillis());
            });
        } finally {
            service.intake().stop();
        }
    }

    private double smallRate(KafkaToKafka smallOnes, int events) {
        List<Long> sent = new ArrayList<>(events);
        smallOnes.drain(workload.next(events), result -> sent.add(result.atMillis()));
        return steady(sent);
    }

    private List<Double> slices(List<Long> sent, long[] began) {
        return IntStream.range(0, began.length)
                .mapToObj(slice -> {
                    long end = slice + 1 < began.length ? began[slice + 1] : Long.MAX_VALUE;
                    return steady(sent.stream()
                            .filter(at -> at >= began[slice] && at < end)
                            .toList());
                })
                .toList();
    }

    private double steady(List<Long> sent) {
        return steady(sent, inFlight);
    }

    /**
     * Results a second where as much comes in as goes out.
     *
     * @param sent when the results were sent, in milliseconds; at least two
     * @param inFlight results at the beginning and at the end that do not count, since fewer than usual are under way: at most a quarter
     *     of all, each
     */
    static double steady(List<Long> sent, int inFlight) {
        long[] times = sent.stream().mapToLong(Long::longValue).sorted().toArray();
        int edge = Math.min(inFlight, times.length / 4);
        int last = times.length - 1 - edge;
        return (last - edge) * 1000.0 / Math.max(1, times[last] - times[edge]);
    }
}

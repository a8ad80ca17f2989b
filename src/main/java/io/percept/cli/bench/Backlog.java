package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an event costs in a small and in a large backlog, each between a tenth and nine tenths of its results, where as much comes in
 * as goes out.
 *
 * @param events of the large one
 * @param growth how many times as many as in the small one
 * @param cost seconds per event in the large one ÷ in each of the small ones, as many before as after it
 * @param slices events a second in each twentieth of the large one, in order
 */
record Backlog(int events, int growth, Spread cost, List<Double> slices) {

    private static final int SLICES = 20;

    /** Small backlogs before the large one, and after it: each takes a few seconds, and is off by what happens in these. */
    private static final int SMALL_ONES = 4;

    static Backlog measure(KafkaToKafka kafka, Workload workload, int small, int growth) {
        List<Double> rates = new ArrayList<>(smallRates(kafka, workload, small));
        long[] large = times(kafka, workload.next(small * growth));
        rates.addAll(smallRates(kafka, workload, small));
        double ofLarge = steady(large);
        List<Double> costs = rates.stream().map(rate -> rate / ofLarge).toList();
        return new Backlog(small * growth, growth, Spread.of(costs), slices(large));
    }

    private static List<Double> smallRates(KafkaToKafka kafka, Workload workload, int small) {
        return IntStream.range(0, SMALL_ONES)
                .mapToObj(any -> steady(times(kafka, workload.next(small))))
                .toList();
    }

    /** When the results were sent, ascending, in milliseconds. */
    private static long[] times(KafkaToKafka kafka, Batch batch) {
        long[] times = new long[batch.count()];
        int[] seen = new int[1];
        kafka.drain(batch, result -> times[seen[0]++] = result.atMillis());
        Arrays.sort(times);
        return times;
    }

    private static double steady(long[] times) {
        return rate(times, times.length / 10, times.length * 9 / 10);
    }

    private static List<Double> slices(long[] times) {
        int count = Math.min(SLICES, times.length - 1);
        List<Double> slices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * (times.length - 1) / count);
            int to = (int) ((long) (i + 1) * (times.length - 1) / count);
            slices.add(rate(times, from, to));
        }
        return slices;
    }

    private static double rate(long[] times, int from, int to) {
        return (to - from) * 1000.0 / Math.max(1, times[to] - times[from]);
    }
}

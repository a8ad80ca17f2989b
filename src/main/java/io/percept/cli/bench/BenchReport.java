package io.percept.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as Markdown: the table of numbers first, then what it rests on. */
final class BenchReport {

    private final BenchResult result;

    BenchReport(BenchResult result) {
        this.result = result;
    }

    /** All of it. */
    String markdown() {
        return Stream.of(
                        machine(),
                        goals(),
                        contenders(),
                        profiles(result.cells()),
                        batching(),
                        costs(),
                        loads(),
                        decode(),
                        backlog(),
                        threads())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String machine() {
        Machine machine = result.machine();
        StringBuilder text = new StringBuilder();
        if (result.quick()) {
            text.append("**A quick run: it shows that everything works, and no number of it means anything.**\n\n");
        }
        if (!machine.quiet()) {
            text.append(format(
                    "**The machine was not quiet: a load of %.2f on %d cores before the run. Do not trust these numbers.**%n%n",
                    machine.load(), machine.cores()));
        }
        text.append(format(
                "%s: %s, %d cores (%s), %d GB, %s; %s, heap of at most %s. Load before the run %.2f.%n%n",
                machine.time().toString().substring(0, 16),
                machine.processor(),
                machine.cores(),
                machine.affinity(),
                machine.memoryBytes() >> 30,
                machine.system(),
                machine.java(),
                machine.heap(),
                machine.load()));
        text.append(format(
                "%s %s (%s) on %s; %d engine threads for every contender. Peer: %s. Medians of %d rounds ± median absolute deviation.%n",
                result.model().name(),
                result.model().version(),
                result.model().digest().substring(0, 12),
                result.model().engine(),
                result.threads(),
                result.peer(),
                result.rounds()));
        return text.toString();
    }

    /** The table of numbers. */
    String goals() {
        return "| what | goal | measured | | how |\n|---|---|---|---|---|\n"
                + lines(
                        result.rows(),
                        row -> format(
                                "| %s | %s | %s | %s | %s |%n",
                                row.what(), row.goal(), spread(row.value(), 2), row.verdict(), row.note()));
    }

    private String contenders() {
        return "| workload | contender | events/s | ÷ bare engine |\n|---|---|---|---|\n"
                + lines(
                        result.cells(),
                        cell -> lines(
                                cell.scores(),
                                score -> format(
                                        "| %s | %s | %s | %s |%n",
                                        cell.title(),
                                        score.name(),
                                        spread(score.rate(), 1),
                                        spread(score.toBare(), 2))));
    }

    /** Nothing in runs of before the scores were kept. */
    private String batching() {
        if (result.batching().isEmpty()) {
            return "";
        }
        return "| workload | batches | events/s | ÷ continuous |\n|---|---|---|---|\n"
                + lines(
                        result.batching(),
                        outcome -> lines(
                                outcome.scores(),
                                score -> format(
                                        "| %s | %s | %s | %s |%n",
                                        outcome.title(),
                                        score.name(),
                                        spread(score.rate(), 1),
                                        spread(score.toContinuous(), 2))));
    }

    /** Where the cores' time goes. Nothing in runs of before it was counted. */
    static String profiles(List<Cell> cells) {
        if (cells.stream().allMatch(cell -> cell.profiles().isEmpty())) {
            return "";
        }
        return "| workload | contender | ms of a core per event | %s | calls per event to encode, prefill, step |%n|---|---|---|%s---|%n"
                        .formatted(
                                Stream.of(CpuPart.values()).map(CpuPart::title).collect(Collectors.joining(" | ")),
                                "---|".repeat(CpuPart.values().length))
                + lines(cells, cell -> lines(cell.profiles(), each -> profile(cell.title(), each)));
    }

    private static String profile(String workload, Cell.Profiled each) {
        Profile profile = each.profile();
        Profile.Calls calls = profile.calls();
        return format(
                "| %s | %s | %.1f | %s | %s |%n",
                workload,
                each.name(),
                1000 * profile.allSeconds(),
                Stream.of(CpuPart.values())
                        .map(profile.cpuSeconds()::get)
                        .map(seconds -> seconds == null ? "–" : format("%.1f", 1000 * seconds))
                        .collect(Collectors.joining(" | ")),
                calls.equals(Profile.Calls.NONE)
                        ? "–"
                        : format("%.2f, %.2f, %.2f", calls.encode(), calls.prefill(), calls.step()));
    }

    private String costs() {
        return "| workload | engine's work per event, bare | the worker's | differing tokens | KB allocated per event | share of GC | Python agrees |\n"
                + "|---|---|---|---|---|---|---|\n"
                + lines(
                        result.cells(),
                        cell -> format(
                                "| %s | %s | %s | %d | %s | %.2f %% | %s |%n",
                                cell.title(),
                                work(cell.bareWork()),
                                work(cell.workerWork()),
                                cell.differingTokens(),
                                format("%.0f", cell.allocatedBytes().median() / 1024),
                                100 * cell.gcShare(),
                                cell.agreement() == null ? "–" : format("%.1f %%", 100 * cell.agreement())));
    }

    private String loads() {
        LoadCurve curve = result.loads();
        if (curve == null) {
            return "";
        }
        return "| offered events/s | results/s | p50 ms | p99 ms | slowest ms | images per encoder call | rows per step |\n|---|---|---|---|---|---|---|\n"
                + lines(
                        curve.points(),
                        load -> format(
                                "| %.1f (%.0f %%) | %.1f | %.0f | %.0f | %.0f | %.1f | %.1f |%n",
                                load.offered(),
                                100 * load.share(),
                                load.achieved(),
                                load.p50Millis(),
                                load.p99Millis(),
                                load.maxMillis(),
                                load.imagesPerCall(),
                                load.rowsPerStep()))
                + format(
                        "%nOne image alone takes %s ms. Results keep up until %.1f events/s; it saturates at %.1f/s.%n",
                        spread(curve.aloneMillis(), 1), curve.keptUpTo(), curve.saturation());
    }

    private String decode() {
        return result.decode() == null
                ? ""
                : format(
                        "Decode and resize of a 12 MP JPEG on one thread: %s ms.%n",
                        spread(result.decode().ownMillis(), 1));
    }

    private String backlog() {
        Backlog backlog = result.backlog();
        if (backlog == null) {
            return "";
        }
        return format(
                "A backlog of %d events: %s.%n",
                backlog.events(),
                backlog.small().isEmpty()
                        ? extremes("slices", backlog.slices())
                        : extremes("slices", backlog.slices()) + "; "
                                + extremes("small ones beside them", backlog.small()));
    }

    private static String extremes(String what, List<Double> rates) {
        Spread all = Spread.of(rates);
        return format(
                "%.1f events/s in the slowest of %d %s, %.1f in the fastest, median %.1f",
                all.min(), rates.size(), what, all.max(), all.median());
    }

    private String threads() {
        if (result.threadsArranged().isEmpty()) {
            return "";
        }
        List<String> workloads =
                List.copyOf(result.threadsArranged().getFirst().toFirst().keySet());
        return "| threads | %s |%n|---|%s%n".formatted(String.join(" | ", workloads), "---|".repeat(workloads.size()))
                + lines(
                        result.threadsArranged(),
                        line -> format(
                                "| %s | %s |%n",
                                line.arrangement().title(),
                                workloads.stream()
                                        .map(workload -> spread(line.toFirst().get(workload), 2))
                                        .collect(Collectors.joining(" | "))));
    }

    private static String work(Work work) {
        return format("%.2f images, %.0f prefilled, %.1f steps", work.images(), work.prefilled(), work.steps());
    }

    private static String spread(Spread value, int digits) {
        return value == null ? "–" : value.text(digits);
    }

    private static <T> String lines(List<T> items, Function<T, String> line) {
        return items.stream().map(line).collect(Collectors.joining());
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values).replace("\r\n", "\n");
    }
}

package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * Percept under steady load for {@code soak.minutes}, at {@code soak.share} of the load that saturates it here, which is measured
 * first. What it takes of its machine must not grow, and every event must end as it should.
 */
@Tag("soak")
class SoakTest {

    private static final Path HOME = Path.of("target", "soak");
    private static final double MINUTES = Double.parseDouble(System.getProperty("soak.minutes", "60"));
    private static final double SHARE = Double.parseDouble(System.getProperty("soak.share", "0.8"));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("soak.warm-up", 30));
    private static final Duration SATURATE = Duration.ofSeconds(Integer.getInteger("soak.saturate", 120));
    private static final int BACKLOG = 300;
    /** The disk holds what the last ten minutes brought, and the reader is never that late. */
    private static final Map<String, String> RETENTION =
            Map.of("retention.ms", "600000", "segment.bytes", "16777216", "segment.ms", "300000");

    private static final double MEGABYTE = 1 << 20;

    @Test
    void shouldStayFlatUnderSteadyLoadAndEndEveryEvent() throws IOException {
        FileSystemUtils.deleteRecursively(HOME);
        Path runtime = HOME.toAbsolutePath().resolve("runtime.csv");
        FaultSetup setup = FaultSetup.of(Delivery.AT_LEAST_ONCE, 6_100, 1)
                .with(PerceptSettings.SERVICE.withOption("-D" + RuntimeSampler.PROPERTY + "=" + runtime));
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (FaultRig rig = FaultRig.open(HOME, "processes", setup, RETENTION)) {
            rig.percept(0).start();
            rig.traffic().at(Pace.keepOutstanding(BACKLOG));
            rig.awaitEndings(rig.percept(0), 50, Duration.ofMinutes(3));
            double saturation = saturation(rig.ledger());
            rig.traffic().at(Pace.perSecond(SHARE * saturation));
            List<SoakSample> samples = soak(rig, runtime);
            Verdict verdict = rig.judge(Optional.of(List.of()));

            SoakReport report = new SoakReport(
                    started.toString(),
                    MINUTES,
                    saturation,
                    SHARE,
                    Machine.describe(),
                    trends(samples),
                    verdict.describe(),
                    verdict.isClean());
            publish(report, samples);

            assertThat(report.clean()).as(report.verdict()).isTrue();
            assertThat(report.isFlat()).as(report.markdown()).isTrue();
        }
    }

    private static double saturation(Ledger ledger) {
        Pause.of(WARM_UP);
        LoadWindow window = new LoadWindow(ledger);
        Pause.of(SATURATE);
        return window.next().perSecond();
    }

    private static List<SoakSample> soak(FaultRig rig, Path runtime) throws IOException {
        List<SoakSample> samples = new ArrayList<>();
        LoadWindow window = new LoadWindow(rig.ledger());
        long start = System.nanoTime();
        for (long tick = 1; tick * RuntimeSampler.EVERY.toSeconds() <= MINUTES * 60; tick++) {
            long due = start + tick * RuntimeSampler.EVERY.toNanos();
            Pause.of(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            rig.percept(0).process().requireAlive();
            LoadWindow.View view = window.next();
            samples.add(new SoakSample(
                    (System.nanoTime() - start) / 1_000_000_000,
                    view.perSecond(),
                    rig.ledger().outstanding(),
                    view.p50Millis(),
                    view.p99Millis(),
                    lastOf(runtime)));
        }
        return samples;
    }

    private static RuntimeSample lastOf(Path runtime) throws IOException {
        List<String> lines = Files.exists(runtime) ? Files.readAllLines(runtime) : List.of();
        return lines.isEmpty() ? RuntimeSample.NONE : RuntimeSample.parse(lines.getLast());
    }

    /** Three per cent of what there is in an hour, or one or two of the smallest thing that can leak, whichever is more. */
    private static List<Trend> trends(List<SoakSample> samples) {
        return List.of(
                Trend.of("heap after GC, MB", samples, s -> s.runtime().heapAfterGc() / MEGABYTE, 0.03, 2),
                Trend.of("direct memory, MB", samples, s -> s.runtime().direct() / MEGABYTE, 0.03, 1),
                Trend.of("threads", samples, s -> s.runtime().threads(), 0.03, 1),
                Trend.of("file handles", samples, s -> s.runtime().handles(), 0.03, 2));
    }

    /** With {@code soak.page}, the table goes between the markers of that page, and the rest beside it. */
    private static void publish(SoakReport report, List<SoakSample> samples) throws IOException {
        report.write(HOME, samples);
        String page = System.getProperty("soak.page", "");
        if (!page.isEmpty()) {
            Path file = Path.of(page);
            report.write(file.resolveSibling("soak"), samples);
            MarkedPage.replace(file, "soak", report.markdown());
        }
    }
}

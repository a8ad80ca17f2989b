package io.percept.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole harness at its smallest. What it measures depends on the machine, and nothing is said of that here. */
class BenchCommandTest {

    @TempDir
    static Path directory;

    private static int status;
    private static String printed;
    private static String progress;

    @BeforeAll
    static void runQuickly() {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        status = command(out)
                .setErr(new PrintWriter(errors))
                .execute(
                        "--quick",
                        "--out=" + directory.resolve("out"),
                        "--pictures=" + directory.resolve("pictures"),
                        "--python=no-python-of-this-name");
        printed = out.toString();
        progress = errors.toString();
    }

    @Test
    void shouldSayAtOnceThatPythonDoesNotTakePart() {
        assertThat(progress).startsWith("Python does not take part: there is no no-python-of-this-name here");
    }

    @Test
    void shouldTellEveryRowAsSoonAsItIsThere() throws Exception {
        assertThat(BenchFiles.read(directory.resolve("out")).rows())
                .allSatisfy(row -> assertThat(progress).contains(row.line()));
    }

    @Test
    void shouldKeepNoUnfinishedRunBesideAFinishedOne() {
        assertThat(directory.resolve("out").resolve(BenchFiles.UNFINISHED)).doesNotExist();
    }

    @Test
    void shouldComputeEveryRowThatNeedsNoPython() throws Exception {
        BenchResult result = BenchFiles.read(directory.resolve("out"));

        assertThat(status).isZero();
        assertThat(result.rows()).hasSize(22);
        assertThat(result.rows())
                .filteredOn(row -> row.value() == null)
                .allSatisfy(row -> assertThat(row.note()).containsAnyOf("no-python-of-this-name", "--soak"))
                .hasSize(12);
        assertThat(result.rows())
                .filteredOn(row -> row.value() != null)
                .allSatisfy(row -> assertThat(row.value().median()).isPositive().isFinite());
    }

    @Test
    void shouldGiveTheBareEngineTheWorkOfTheWorker() throws Exception {
        assertThat(BenchFiles.read(directory.resolve("out")).cells()).allSatisfy(cell -> {
            assertThat(cell.bareWork()).as(cell.title()).isEqualTo(cell.workerWork());
            assertThat(cell.differingTokens()).as(cell.title()).isZero();
        });
    }

    @Test
    void shouldTellWhatTheCoresTimeGoesTo() throws Exception {
        assertThat(BenchFiles.read(directory.resolve("out")).cells()).allSatisfy(cell -> {
            assertThat(cell.profiles())
                    .extracting(Cell.Profiled::name)
                    .containsExactly(BareEngine.NAME, WithoutKafka.NAME, KafkaToKafka.NAME);
            assertThat(cell.profiles())
                    .allSatisfy(each -> assertThat(each.profile().cpuSeconds())
                            .hasEntrySatisfying(CpuPart.ENCODERS, seconds -> assertThat(seconds)
                                    .isPositive())
                            .hasEntrySatisfying(CpuPart.DECODERS, seconds -> assertThat(seconds)
                                    .isPositive()));
            assertThat(cell.profiles().getLast().profile().cpuSeconds())
                    .hasEntrySatisfying(
                            CpuPart.PIXELS, seconds -> assertThat(seconds).isPositive())
                    .hasEntrySatisfying(
                            CpuPart.KAFKA, seconds -> assertThat(seconds).isPositive());
            assertThat(cell.profiles().getLast().profile().calls().encode()).isPositive();
        });
        assertThat(printed).contains("| ms of a core per event | encoders | decoders |");
    }

    @Test
    void shouldMeasureThatAloneAndLeaveTheLastRunAsItIs() {
        StringWriter out = new StringWriter();

        int status = command(out)
                .setErr(new PrintWriter(new StringWriter()))
                .execute(
                        "--quick",
                        "--profile",
                        "--out=" + directory.resolve("none"),
                        "--pictures=" + directory.resolve("pictures"),
                        "--python=no-python-of-this-name");

        assertThat(status).isZero();
        assertThat(out.toString()).startsWith("| workload | contender | ms of a core per event |");
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void shouldRefuseToMeasureAProfileAndToPrintTheLastRunAtOnce() {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();

        int status = command(out).setErr(new PrintWriter(errors)).execute("--profile", "--report");

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("Give either --profile, which measures, or --report");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayThatAQuickRunMeansNothing() {
        assertThat(printed).contains("no number of it means anything");
    }

    @Test
    void shouldPrintTheSameReportAgainWithoutMeasuring() {
        StringWriter again = new StringWriter();

        command(again).execute("--report", "--out=" + directory.resolve("out"));

        assertThat(again.toString()).isEqualTo(printed);
    }

    @Test
    void shouldWriteThePageAndAPlotThatIsWellFormed() throws Exception {
        assertThat(directory.resolve("out").resolve(BenchFiles.PAGE)).content().contains("| what | goal | measured |");
        Path plot = directory.resolve("out").resolve(BenchFiles.PLOT);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Files.newInputStream(plot))
                        .getElementsByTagName("polyline")
                        .getLength())
                .isEqualTo(8);
    }

    @Test
    void shouldDrawEveryContenderOfEveryWorkloadIntoThePlot() throws Exception {
        String plot = Files.readString(directory.resolve("out").resolve(BenchFiles.PLOT));

        assertThat(BenchFiles.read(directory.resolve("out")).cells())
                .isNotEmpty()
                .allSatisfy(cell -> {
                    String group = plot.substring(plot.indexOf(cell.title()));
                    assertThat(cell.scores()).isNotEmpty().allSatisfy(score -> assertThat(group)
                            .containsSubsequence(
                                    score.name(),
                                    "%.1f/s".formatted(score.rate().median())));
                });
    }

    private static CommandLine command(StringWriter out) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()));
    }
}

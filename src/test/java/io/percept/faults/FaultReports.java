package io.percept.faults;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The reports of all runs: {@code NAME/report.json} each, {@code report.json} and {@code table.md} of all. With
 * {@code -Dfaults.page=FILE} the table goes between the markers of that page as well.
 */
final class FaultReports {

    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

    private final Path home;

    FaultReports(Path home) {
        this.home = home;
    }

    void add(FaultReport report) {
        try {
            Path directory = home.resolve(report.name());
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("report.json"), JSON.toJson(report));
            List<FaultReport> all = all();
            Files.writeString(home.resolve("report.json"), JSON.toJson(all));
            String table = FaultTable.markdown(all, Machine.describe());
            Files.writeString(home.resolve("table.md"), table);
            String page = System.getProperty("faults.page", "");
            if (!page.isEmpty()) {
                MarkedPage.replace(Path.of(page), "faults", table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<FaultReport> all() throws IOException {
        try (Stream<Path> directories = Files.list(home)) {
            return directories
                    .map(directory -> directory.resolve("report.json"))
                    .filter(Files::exists)
                    .map(FaultReports::read)
                    .sorted(Comparator.comparing(FaultReport::started))
                    .toList();
        }
    }

    private static FaultReport read(Path file) {
        try {
            return JSON.fromJson(Files.readString(file), FaultReport.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.prompt.TaskPlanner;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What contenders share: the running service, engines of the same bundle and threads for the bare one, pictures, Python.
 *
 * @param python empty: its contenders are left out
 * @param directory for files of this run
 */
record Arena(
        RunningService service,
        BareEngines engines,
        PictureFolder pictures,
        Optional<Python> python,
        Path directory,
        int threads,
        Scale scale)
        implements AutoCloseable {

    static Arena open(
            Optional<Path> bundle,
            PictureFolder pictures,
            Optional<Python> python,
            Path directory,
            int threads,
            Scale scale) {
        RunningService service = RunningService.start(directory.resolve("broker"), bundle, threads);
        try {
            BareEngines engines = BareEngines.open(service.model().bundle(), threads);
            return new Arena(service, engines, pictures, python, directory, threads, scale);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    Bundle bundle() {
        return service.model().bundle();
    }

    TaskPlanner planner() {
        return service.model().planner();
    }

    Workload workload(Mix mix, TaskSet tasks) {
        return new Workload(mix, tasks, pictures.of(mix, scale.pictures(mix)));
    }

    @Override
    public void close() {
        engines.close();
        service.close();
    }
}

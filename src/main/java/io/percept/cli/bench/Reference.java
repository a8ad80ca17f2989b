package io.percept.cli.bench;

import io.percept.contract.Task;
import io.percept.engine.Bundle;
import io.percept.engine.ModelEngine;
import io.percept.prompt.Document;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.Normalisation;
import io.percept.vision.PreparedImage;
import io.percept.worker.ModelWorker;
import io.percept.worker.Urgency;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What each picture of a workload asks of the engine and what comes of it, by the worker itself: the bare engine does exactly this
 * work, and a consumer in another language must say exactly this.
 *
 * @param pictures in the order of the workload's
 */
record Reference(List<Picture> pictures) {

    /**
     * One picture.
     *
     * @param pixels the ready tensor {@code [3,S,S]}
     * @param plans of all tasks, in order; all with the same prefix
     * @param outcomes one per plan
     */
    record Picture(float[] pixels, List<TokenPlan> plans, List<TokenOutcome> outcomes) {}

    /** Runs every picture of a workload, which must ask the same of every event, through a worker on the engine. */
    static Reference of(Workload workload, Bundle bundle, ModelEngine engine, TaskPlanner planner) {
        return of(workload, 0, bundle, engine, planner);
    }

    /** Of what the n-th event asks. */
    static Reference of(Workload workload, int event, Bundle bundle, ModelEngine engine, TaskPlanner planner) {
        ImagePreprocessor preprocessor = new ImagePreprocessor(ModelWorker.imageSpec(bundle));
        Normalisation normalisation = new Normalisation(ModelWorker.imageSpec(bundle));
        List<Picture> pictures = new ArrayList<>();
        try (ModelWorker worker = new ModelWorker(
                bundle, engine.encoder(), engine.decoder(), WorkerOptions.DEFAULT, WorkerListener.NONE)) {
            for (byte[] jpeg : workload.pictures()) {
                PreparedImage image = preprocessor.prepare(jpeg);
                float[] pixels = new float[image.rgb().length];
                normalisation.writeTo(FloatBuffer.wrap(pixels), image);
                List<TokenPlan> plans = plans(planner, image, workload.tasks().tasks(event));
                List<TokenOutcome> outcomes = worker.submit(plans, Urgency.NORMAL).stream()
                        .map(CompletableFuture::join)
                        .toList();
                pictures.add(new Picture(pixels, plans, outcomes));
            }
        }
        return new Reference(pictures);
    }

    private static List<TokenPlan> plans(TaskPlanner planner, PreparedImage image, List<Task> tasks) {
        return tasks.stream()
                .flatMap(task -> plans(planner.plan(Document.of(image), task)))
                .toList();
    }

    private static Stream<TokenPlan> plans(TaskPlan task) {
        return switch (task) {
            case TaskPlan.Direct direct -> direct.plans().stream();
            case TaskPlan.Parts parts -> parts.parts().stream().flatMap(Reference::plans);
            case TaskPlan.RationaleFirst rationale -> throw new IllegalArgumentException(
                    "A plan that depends on an answer cannot be given to the bare engine");
        };
    }
}

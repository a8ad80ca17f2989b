package io.percept.web;

import io.percept.publish.ConditionalOnPart;
import io.percept.publish.ServicePart;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams results as server-sent events as they are published. */
@RestController
@ConditionalOnPart(ServicePart.INTAKE)
class StreamController {

    private static final int WAITING = 200;
    private static final int HEARTBEAT_SECONDS = 15;

    private final ResultFeed results;
    private final ResultFeed reviews;

    StreamController(ResultFeed results, ResultFeed reviews) {
        this.results = results;
        this.reviews = reviews;
    }

    /**
     * Events named {@code result}, each with an EnrichmentResult in JSON. A client that is too slow loses the oldest of
     * what waits for it; nobody else waits for it.
     */
    @GetMapping(path = "/v1/results/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter results() {
        return stream(results);
    }

    /** The same of the results that a person should look at. */
    @GetMapping(path = "/v1/reviews/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter reviews() {
        return stream(reviews);
    }

    private static SseEmitter stream(ResultFeed feed) {
        SseEmitter emitter = new SseEmitter(0L);
        BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
        AtomicBoolean open = new AtomicBoolean(true);
        Runnable leave = feed.watch(result -> {
            while (!waiting.offer(result)) {
                waiting.poll();
            }
        });
        emitter.onCompletion(() -> open.set(false));
        emitter.onError(failure -> open.set(false));
        Thread.ofVirtual().name("percept-stream").start(() -> {
            try {
                send(emitter, waiting, open);
                emitter.complete();
            } catch (IOException | IllegalStateException e) {
                // The client has gone; the container has completed the response.
                open.set(false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                leave.run();
            }
        });
        return emitter;
    }

    private static void send(SseEmitter emitter, BlockingQueue<String> waiting, AtomicBoolean open)
            throws IOException, InterruptedException {
        emitter.send(SseEmitter.event().comment("connected"));
        while (open.get()) {
            String result = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            // Only a write tells that a client has gone.
            emitter.send(
                    result == null
                            ? SseEmitter.event().comment("still here")
                            : SseEmitter.event().name("result").data(result, MediaType.TEXT_PLAIN));
        }
    }
}

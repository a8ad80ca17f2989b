package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StackDigestTest {

    @Test
    void shouldBeTheSameForTheSameFaultOfOtherEvents() {
        assertThat(StackDigest.of(parsing("a"))).isEqualTo(StackDigest.of(parsing("b")));
    }

    @Test
    void shouldBeTheSameWhicheverThreadCameToDoTheWork() {
        Throwable here = Stream.of("a").map(this::parsing).toList().getFirst();
        Throwable there = CompletableFuture.supplyAsync(() -> parsing("b")).join();

        assertThat(StackDigest.of(new CompletionException(there))).isEqualTo(StackDigest.of(there));
        assertThat(StackDigest.of(trimmed(here))).isEqualTo(StackDigest.of(trimmed(there)));
    }

    @Test
    void shouldTellFaultsApartByPlaceAndByCause() {
        assertThat(Stream.of(parsing("1"), drawing(), new PerceptException(ErrorCode.ENGINE_FAILED, "none"))
                        .map(StackDigest::of))
                .doesNotHaveDuplicates()
                .allMatch(digest -> digest.matches("[0-9a-f]{16}"));
    }

    @Test
    void shouldNotCountLines() {
        Throwable failure = parsing("a");
        Throwable later = new IllegalStateException("elsewhere");
        Throwable sooner = new IllegalStateException("elsewhere");
        later.setStackTrace(frames(failure, 100));
        sooner.setStackTrace(frames(failure, 1));

        assertThat(StackDigest.of(later)).isEqualTo(StackDigest.of(sooner));
    }

    /** Only the way within this class: what called the test differs between the two. */
    private static Throwable trimmed(Throwable failure) {
        Throwable trimmed = new IllegalStateException();
        trimmed.setStackTrace(Stream.of(failure.getStackTrace()).limit(1).toArray(StackTraceElement[]::new));
        return trimmed;
    }

    private static StackTraceElement[] frames(Throwable failure, int line) {
        return Stream.of(failure.getStackTrace())
                .map(frame -> new StackTraceElement(frame.getClassName(), frame.getMethodName(), "File.java", line))
                .toArray(StackTraceElement[]::new);
    }

    private Throwable parsing(String event) {
        return new PerceptException(ErrorCode.ENGINE_FAILED, event, new IllegalArgumentException(event));
    }

    private static Throwable drawing() {
        return new PerceptException(ErrorCode.ENGINE_FAILED, "drawing", new IllegalStateException("drawing"));
    }
}

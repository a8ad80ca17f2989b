package io.percept.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission(2);
    private final List<Integer> begun = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<String>> works = new ArrayList<>();
    private final CompletableFuture<Void> never = new CompletableFuture<>();

    @Test
    void shouldBeginNoMoreThanThereArePlaces() {
        List<CompletableFuture<String>> all = submit(5);

        assertThat(begun).containsExactly(0, 1);
        assertThat(all).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void shouldBeginTheNextInOrderWhenOneEnds() {
        List<CompletableFuture<String>> all = submit(4);

        works.get(1).complete("one");

        assertThat(all.get(1).join()).isEqualTo("one");
        Awaitility.await().untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 2));
    }

    @Test
    void shouldFreeThePlaceOfOneThatFails() {
        submit(3);

        works.get(0).completeExceptionally(new IllegalStateException("no"));

        Awaitility.await().untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 2));
    }

    @Test
    void shouldFreeThePlaceOfWhatNobodyWantsWhenItsTurnComes() {
        CompletableFuture<String> unwanted = admission.run(
                () -> {
                    begun.add(-1);
                    return new CompletableFuture<String>();
                },
                CompletableFuture.completedFuture(null));

        assertThat(unwanted).isCompletedExceptionally();
        submit(2);
        assertThat(begun).containsExactly(0, 1);
    }

    @Test
    void shouldFreeThePlaceOfWorkThatCannotBegin() {
        CompletableFuture<String> broken = admission.run(
                () -> {
                    throw new IllegalStateException("no");
                },
                never);

        assertThat(broken).isCompletedExceptionally();
        submit(2);
        assertThat(begun).containsExactly(0, 1);
    }

    @Test
    void shouldEndVeryManyThatEndAtOnce() throws Exception {
        submit(2);
        CompletableFuture<Void> many = CompletableFuture.allOf(java.util.stream.IntStream.range(0, 20_000)
                .mapToObj(i -> admission.run(() -> CompletableFuture.completedFuture(i), never))
                .toArray(CompletableFuture[]::new));

        works.forEach(work -> work.complete("done"));

        many.get(20, TimeUnit.SECONDS);
    }

    private List<CompletableFuture<String>> submit(int count) {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            CompletableFuture<String> work = new CompletableFuture<>();
            works.add(work);
            all.add(admission.run(
                    () -> {
                        begun.add(number);
                        return work;
                    },
                    never));
        }
        return all;
    }
}

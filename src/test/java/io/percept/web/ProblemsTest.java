package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

class ProblemsTest {

    private final Problems problems = new Problems();

    @Test
    void shouldTellTheClientOfABusyEngineWhenToAskAgain() {
        ResponseEntity<ProblemDetail> answer =
                problems.onFailure(PerceptException.passing(ErrorCode.ENGINE_BUSY, "busy", null));

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        assertThat(answer.getBody().getProperties()).containsEntry("code", "ENGINE_BUSY");
    }

    @Test
    void shouldTellAnEngineThatComesBackFromOneThatCannotDoIt() {
        ResponseEntity<ProblemDetail> passing =
                problems.onFailure(PerceptException.passing(ErrorCode.ENGINE_FAILED, "restarted", null));
        ResponseEntity<ProblemDetail> lasting =
                problems.onFailure(new PerceptException(ErrorCode.ENGINE_FAILED, "failed"));

        assertThat(passing.getStatusCode().value()).isEqualTo(503);
        assertThat(lasting.getStatusCode().value()).isEqualTo(500);
        assertThat(lasting.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)).isFalse();
    }

    @Test
    void shouldTellAHostThatIsSlowFromAnAddressThatHoldsNoImage() {
        ResponseEntity<ProblemDetail> passing =
                problems.onFailure(PerceptException.passing(ErrorCode.FETCH_FAILED, "a slow host", null));
        ResponseEntity<ProblemDetail> lasting = problems.onFailure(new PerceptException(ErrorCode.FETCH_FAILED, "404"));

        assertThat(passing.getStatusCode().value()).isEqualTo(503);
        assertThat(passing.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        assertThat(passing.getBody().getProperties()).containsEntry("code", "FETCH_FAILED");
        assertThat(lasting.getStatusCode().value()).isEqualTo(422);
        assertThat(lasting.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)).isFalse();
    }

    @Test
    void shouldSayThatTheTimeWasUp() {
        assertThat(problems.onFailure(PerceptException.passing(ErrorCode.TIMED_OUT, "slow", null))
                        .getStatusCode()
                        .value())
                .isEqualTo(504);
    }

    /** But for what no call ends with: nothing of it goes to a topic. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESULT_TOO_LARGE")
    void shouldAnswerWithTheStatusThatTheDocumentsGive(ErrorCode code) throws IOException {
        String[] cells = row(code).split(" \\| ");
        boolean isOfTasks = cells[1].equals("task");

        assertThat(cells[2]).isEqualTo(isOfTasks ? "200" : statuses(code));
    }

    private String statuses(ErrorCode code) {
        int lasting = status(new PerceptException(code, "it failed"));
        int passing = status(PerceptException.passing(code, "it failed for now", null));
        return lasting == passing ? String.valueOf(lasting) : lasting + ", passing " + passing;
    }

    private int status(PerceptException failure) {
        return problems.onFailure(failure).getStatusCode().value();
    }

    private static String row(ErrorCode code) throws IOException {
        return Files.readAllLines(Path.of("docs/errors.md")).stream()
                .filter(line -> line.startsWith("| `" + code + "` |"))
                .findFirst()
                .orElseThrow();
    }
}

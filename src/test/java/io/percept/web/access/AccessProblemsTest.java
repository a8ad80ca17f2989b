package io.percept.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessProblemsTest {

    private final AccessProblems problems = new AccessProblems(AccessMode.KEYS);
    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void shouldBeExplainedInTheDocuments() throws IOException {
        String document = Files.readString(Path.of("docs/errors.md"));

        assertThat(List.of(
                        row(answer ->
                                problems.commence(request, answer, new InsufficientAuthenticationException("no key"))),
                        row(answer -> problems.handle(request, answer, new AccessDeniedException("no role"))),
                        row(problems::foreignSite),
                        row(answer -> problems.handle(request, answer, new RequestRejectedException("strange")))))
                .doesNotHaveDuplicates()
                .allSatisfy(row -> assertThat(document).contains(row));
    }

    /** What writes the answer to a request that is refused. */
    private interface Refusal {
        void write(MockHttpServletResponse answer) throws IOException;
    }

    /** How the row of a refusal begins. */
    private static String row(Refusal refusal) throws IOException {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        refusal.write(answer);
        JsonNode problem = JsonMapper.shared().readTree(answer.getContentAsByteArray());
        return "| `%s` | %d |".formatted(problem.get("code").asString(), answer.getStatus());
    }
}

package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockPart;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.ModelAndView;

/** Requests whose answers are never made, so that each keeps the room that it has. */
class BodyBudgetFilterTest {

    private static final String JSON = "application/json";
    private static final String FORM = "multipart/form-data; boundary=line";

    /** Of a request that is sent in chunks. */
    private static final int UNSTATED = -1;

    private static final FilterChain UNREAD = (request, response) -> request.startAsync();

    private static final FilterChain AS_A_STREAM = (request, response) -> {
        request.getInputStream().readAllBytes();
        request.startAsync();
    };

    private static final FilterChain AS_A_FORM = (request, response) -> {
        ((HttpServletRequest) request).getParts();
        request.startAsync();
    };

    private final List<Exception> refusals = new ArrayList<>();

    @Test
    void shouldTakeManySmallBodiesOfUnstatedLength() throws Exception {
        BodyBudgetFilter filter = filter(DataSize.ofKilobytes(64));

        for (int i = 0; i < 5; i++) {
            filter.doFilter(request(JSON, UNSTATED, 100), new MockHttpServletResponse(), AS_A_STREAM);
        }

        assertThat(refusals).isEmpty();
    }

    @Test
    void shouldTakeManySmallFormsOfUnstatedLength() throws Exception {
        BodyBudgetFilter filter = filter(DataSize.ofKilobytes(64));

        for (int i = 0; i < 5; i++) {
            filter.doFilter(request(FORM, UNSTATED, 100), new MockHttpServletResponse(), AS_A_FORM);
        }

        assertThat(refusals).isEmpty();
    }

    @Test
    void shouldHoldRoomForTheLongestBodyUntilOneOfUnstatedLengthWasRead() throws Exception {
        BodyBudgetFilter filter = filter(DataSize.ofKilobytes(64));

        for (int i = 0; i < 5; i++) {
            filter.doFilter(request(JSON, UNSTATED, 100), new MockHttpServletResponse(), UNREAD);
        }

        assertThat(refusals).hasSize(1);
        assertThat(refusals.getFirst()).hasMessageContaining("percept.web.max-in-flight-bytes");
    }

    @Test
    void shouldHoldRoomForWhatWasReadOfABodyOfUnstatedLength() throws Exception {
        BodyBudgetFilter filter = filter(DataSize.ofKilobytes(64));
        filter.doFilter(request(JSON, UNSTATED, 20 << 10), new MockHttpServletResponse(), AS_A_STREAM);

        for (int i = 0; i < 4; i++) {
            filter.doFilter(request(JSON, 32 << 10, 0), new MockHttpServletResponse(), UNREAD);
        }

        assertThat(refusals).hasSize(1);
    }

    @Test
    void shouldHoldRoomForAFormWhereFormsHaveNoLimit() throws Exception {
        BodyBudgetFilter filter = filter(DataSize.ofBytes(-1));

        for (int i = 0; i < 2; i++) {
            filter.doFilter(request(FORM, 100 << 10, 0), new MockHttpServletResponse(), UNREAD);
        }

        assertThat(refusals).hasSize(1);
    }

    @Test
    void shouldHoldAllRoomForAFormOfUnstatedLengthWhereFormsHaveNoLimit() throws Exception {
        BodyBudgetFilter filter = filter(DataSize.ofBytes(-1));
        filter.doFilter(request(FORM, UNSTATED, 0), new MockHttpServletResponse(), UNREAD);

        filter.doFilter(request(JSON, 1, 1), new MockHttpServletResponse(), UNREAD);

        assertThat(refusals).hasSize(1);
    }

    /** With room for 128 KB, and for 32 KB of a body that is no form. */
    private BodyBudgetFilter filter(DataSize mostOfForm) {
        MultipartProperties forms = new MultipartProperties();
        forms.setMaxRequestSize(mostOfForm);
        return new BodyBudgetFilter(
                new WebProperties(DataSize.ofKilobytes(32), DataSize.ofKilobytes(128), 20),
                forms,
                (request, response, handler, failure) -> {
                    refusals.add(failure);
                    return new ModelAndView();
                });
    }

    private static MockHttpServletRequest request(String type, int stated, int bytes) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/enrich") {
            @Override
            public long getContentLengthLong() {
                return stated;
            }
        };
        request.setContentType(type);
        request.setContent(new byte[bytes]);
        request.addPart(new MockPart("image", new byte[bytes]));
        request.setAsyncSupported(true);
        return request;
    }
}

package io.percept.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockPart;

class UnreadBodyFilterTest {

    private static final String FORM = "multipart/form-data; boundary=line";

    private final MockFilterChain behind = new MockFilterChain();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void shouldHideTheBodyOfWhatIsNoPost(String method) throws Exception {
        HttpServletRequest seen = seen(method);

        assertThat(seen.getContentType()).isNull();
        assertThat(seen.getInputStream().readAllBytes()).isEmpty();
        assertThat(seen.getReader().readLine()).isNull();
        assertThat(seen.getParts()).isEmpty();
        assertThat(seen.getPart("image")).isNull();
        assertThat(seen.getParameter("page")).isEqualTo("1");
    }

    @Test
    void shouldLeaveAPostItsBody() throws Exception {
        HttpServletRequest seen = seen("POST");

        assertThat(seen.getContentType()).isEqualTo(FORM);
        assertThat(seen.getInputStream().readAllBytes()).hasSize(4);
        assertThat(seen.getPart("image")).isNotNull();
    }

    /** By one that is real, since it reads forms by itself. */
    @Test
    void shouldKeepTheContainerFromTheFormWhenItIsAskedForParameters(@TempDir Path directory) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "parameters", new Parameters())
                .setMultipartConfigElement(new MultipartConfigElement(directory.toString()));
        context.addServletMappingDecoded("/", "parameters");
        addFilter(context);
        tomcat.getConnector();
        tomcat.start();
        try (Socket client = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            client.setSoTimeout(10_000);
            String head = "GET /?page=1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(FORM, 64 << 20);
            String begun = "--line\r\nContent-Disposition: form-data; name=\"image\"; filename=\"x\"\r\n\r\nabcd";
            client.getOutputStream().write((head + begun).getBytes(StandardCharsets.US_ASCII));

            assertThat(new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                            .lines()
                            .filter(line -> line.startsWith("asked:"))
                            .findFirst())
                    .contains("asked: [page]");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static void addFilter(Context context) {
        FilterDef filter = new FilterDef();
        filter.setFilterName("unread");
        filter.setFilterClass(UnreadBodyFilter.class.getName());
        filter.setFilter(new UnreadBodyFilter());
        context.addFilterDef(filter);
        FilterMap all = new FilterMap();
        all.setFilterName("unread");
        all.addURLPattern("/*");
        context.addFilterMap(all);
    }

    /** What is behind the filter sees of a request with a body of four bytes. */
    private HttpServletRequest seen(String method) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/");
        request.setContentType(FORM);
        request.setContent(new byte[4]);
        request.addPart(new MockPart("image", new byte[4]));
        request.addParameter("page", "1");
        new UnreadBodyFilter().doFilter(request, new MockHttpServletResponse(), behind);
        return (HttpServletRequest) behind.getRequest();
    }

    /** Asks for parameters, as actuator does with each request. */
    private static final class Parameters extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().println("asked: " + request.getParameterMap().keySet());
        }
    }
}

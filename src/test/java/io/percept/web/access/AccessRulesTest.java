package io.percept.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Who is let in where, in each mode: the filters of the service before a controller that answers everything. */
class AccessRulesTest {

    private static final String PATHS =
            """
            GET  /                           |         |
            GET  /index.html                 |         |
            GET  /percept.css                |         |
            GET  /percept.svg                |         |
            GET  /console/main.js            |         |
            GET  /v3/api-docs                |         |
            GET  /v3/api-docs.yaml           |         |
            GET  /actuator/health            |         |
            GET  /actuator/health/liveness   |         |
            GET  /actuator/health/readiness  |         |
            GET  /v1/model                   | READ    |
            GET  /v1/results/stream          | READ    |
            GET  /v1/reviews/stream          | REVIEW  |
            POST /v1/enrich                  | ENRICH  |
            GET  /actuator                   | OPERATE |
            GET  /actuator/prometheus        | OPERATE |
            GET  /actuator/metrics           | OPERATE |
            GET  /actuator/health/broker     | OPERATE |
            GET  /actuator/env               | OPERATE |
            """;

    private static final Map<Role, String> KEYS = new EnumMap<>(Role.class);
    private static TestIssuer issuer;

    private final WebApplicationContextRunner service = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(OAuth2ResourceServerAutoConfiguration.class))
            .withUserConfiguration(AccessConfiguration.class, Service.class);

    @BeforeAll
    static void issueKeys() throws JOSEException, IOException {
        for (Role role : Role.values()) {
            KEYS.put(role, ApiKey.generate());
        }
        issuer = new TestIssuer();
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = PATHS)
    void shouldAnswerAKeyWithTheRoleAndNoOther(String request, Role needed) {
        byKeys(context -> {
            assertThat(call(context, request).getStatus()).isEqualTo(needed == null ? 200 : 401);
            for (Role role : Role.values()) {
                int expected = needed == null || role == needed ? 200 : 403;
                assertThat(call(context, request, "Authorization", "Bearer " + KEYS.get(role))
                                .getStatus())
                        .as("%s as %s", request, role)
                        .isEqualTo(expected);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = PATHS)
    void shouldAnswerATokenWithTheRoleAndNoOther(String request, Role needed) {
        byTokens(context -> {
            assertThat(call(context, request).getStatus()).isEqualTo(needed == null ? 200 : 401);
            for (Role role : Role.values()) {
                int expected = needed == null || role == needed ? 200 : 403;
                String token = issuer.token(Map.of("roles", List.of("someone-elses", role.label())), 60);
                assertThat(call(context, request, "Authorization", "Bearer " + token)
                                .getStatus())
                        .as("%s as %s", request, role)
                        .isEqualTo(expected);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = PATHS)
    void shouldAnswerEverybodyWhileItIsOpen(String request, Role needed) {
        service.run(context -> assertThat(call(context, request).getStatus()).isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = PATHS)
    void shouldLetTheNamelessReadAndDoNothingElse(String request, Role needed) {
        String path = request.split(" +")[1];
        byKeys(context -> {
            assertThat(call(context, "HEAD " + path).getStatus()).isEqualTo(needed == null ? 200 : 401);
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                assertThat(call(context, method + " " + path).getStatus())
                        .as("%s %s", method, path)
                        .isEqualTo(401);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, OPERATE, 403",
        "PUT, /v3/api-docs, READ, 403",
        "POST, /actuator/health, ENRICH, 403",
        "POST, /actuator/health, OPERATE, 200"
    })
    void shouldAskForARoleWhereMoreThanReadingIsMeant(String method, String path, Role role, int status) {
        byKeys(context -> assertThat(call(context, method + " " + path, "X-API-Key", KEYS.get(role))
                        .getStatus())
                .isEqualTo(status));
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, http://localhost:3000",
        "Origin, http://localhost",
        "Origin, null"
    })
    void shouldRefuseWhatABrowserSendsForAnotherSiteWhileItIsOpen(String header, String value) {
        service.run(context -> {
            MockHttpServletResponse refused = call(context, "POST /v1/enrich", "Host", "localhost:8080", header, value);

            assertThat(refused.getStatus()).isEqualTo(403);
            assertThat(refused.getContentType()).isEqualTo("application/problem+json");
            assertThat(refused.getContentAsString()).contains("FOREIGN_SITE", "another site", "\"status\":403");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "POST, Sec-Fetch-Site, same-origin",
        "POST, Sec-Fetch-Site, none",
        "POST, Origin, http://localhost:8080",
        "POST, Origin, https://LOCALHOST:8080",
        "POST, User-Agent, curl",
        "GET, Sec-Fetch-Site, cross-site",
        "GET, Origin, https://evil.example"
    })
    void shouldAnswerItsOwnPageAndProgramsWhileItIsOpen(String method, String header, String value) {
        service.run(context -> assertThat(call(context, method + " /v1/enrich", "Host", "localhost:8080", header, value)
                        .getStatus())
                .isEqualTo(200));
    }

    @Test
    void shouldBelieveTheBrowserOfAPageThatHidesItsOrigin() {
        service.run(context -> assertThat(call(
                                context,
                                "POST /v1/enrich",
                                "Host",
                                "localhost:8080",
                                "Sec-Fetch-Site",
                                "same-origin",
                                "Origin",
                                "null")
                        .getStatus())
                .isEqualTo(200));
    }

    @Test
    void shouldAnswerAKeyWhereverItIsSentFrom() {
        byKeys(context -> assertThat(call(
                                context,
                                "POST /v1/enrich",
                                "X-API-Key",
                                KEYS.get(Role.ENRICH),
                                "Sec-Fetch-Site",
                                "cross-site")
                        .getStatus())
                .isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = PATHS)
    void shouldBeTold(String request, Role needed) throws IOException {
        String row = "`%s` | %s |"
                .formatted(request.replaceAll(" +", " "), needed == null ? "none" : "`" + needed.label() + "`");

        if (request.contains("/v1/")) {
            assertThat(Files.readString(Path.of("docs/access.md"))).contains(row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC", "HEALTH"})
    void shouldBeToldOfEveryPathThatNeedsNoRole(String paths) throws IOException {
        List<String> open = Files.readAllLines(Path.of("docs/access.md")).stream()
                .filter(line -> line.startsWith("| `GET ") && line.contains(" | none |"))
                .toList();

        assertThat((String[]) ReflectionTestUtils.getField(AccessRules.class, paths))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(open)
                        .anyMatch(row -> row.contains("`" + path + "`") || row.contains("`GET " + path + "`")));
    }

    @Test
    void shouldTakeAKeyInItsOwnHeader() {
        byKeys(context -> assertThat(call(context, "GET /v1/model", "X-API-Key", KEYS.get(Role.READ))
                        .getStatus())
                .isEqualTo(200));
    }

    @Test
    void shouldSayToTheNamelessHowToSendAKey() {
        byKeys(context -> {
            MockHttpServletResponse refused = call(context, "POST /v1/enrich");

            assertThat(refused.getContentType()).isEqualTo("application/problem+json");
            assertThat(refused.getHeader("WWW-Authenticate")).startsWith("Bearer");
            assertThat(refused.getContentAsString()).contains("X-API-Key", "\"status\":401");
        });
    }

    @Test
    void shouldNotRepeatAKeyThatIsUnknown() {
        String unknown = ApiKey.generate();
        byKeys(context -> {
            MockHttpServletResponse refused = call(context, "GET /v1/model", "X-API-Key", unknown);

            assertThat(refused.getStatus()).isEqualTo(401);
            assertThat(refused.getContentAsString()).contains("not known here").doesNotContain(unknown);
        });
    }

    @ParameterizedTest
    @CsvSource({"''", "percept_", "percept_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "e3b0c442"})
    void shouldRefuseWhatIsNoKey(String presented) {
        byKeys(context -> assertThat(
                        call(context, "GET /v1/model", "X-API-Key", presented).getStatus())
                .isEqualTo(401));
    }

    @Test
    void shouldSayWhichRoleIsMissing() {
        byKeys(context -> assertThat(call(context, "POST /v1/enrich", "X-API-Key", KEYS.get(Role.READ))
                        .getContentAsString())
                .contains("'holder-READ' has the roles [read], and this needs 'enrich'"));
    }

    @Test
    void shouldRefuseATokenThatHasExpired() {
        byTokens(context -> {
            String old = issuer.token(Map.of("roles", List.of("read")), -3600);
            MockHttpServletResponse refused = call(context, "GET /v1/model", "Authorization", "Bearer " + old);

            assertThat(refused.getStatus()).isEqualTo(401);
            assertThat(refused.getContentAsString()).contains("expired").doesNotContain(old);
        });
    }

    @Test
    void shouldRefuseATokenOfAnotherIssuer() throws JOSEException, IOException {
        try (TestIssuer stranger = new TestIssuer()) {
            String forged = stranger.token(Map.of("roles", List.of("read")), 60);

            byTokens(context -> assertThat(call(context, "GET /v1/model", "Authorization", "Bearer " + forged)
                            .getStatus())
                    .isEqualTo(401));
        }
    }

    @Test
    void shouldReadRolesFromTheClaimThatIsConfigured() {
        byTokens(
                context -> {
                    String nested = issuer.token(
                            Map.of("realm_access", Map.of("roles", List.of("percept-read", "enrich"))), 60);

                    assertThat(call(context, "GET /v1/model", "Authorization", "Bearer " + nested)
                                    .getStatus())
                            .isEqualTo(200);
                    assertThat(call(context, "POST /v1/enrich", "Authorization", "Bearer " + nested)
                                    .getStatus())
                            .isEqualTo(403);
                },
                "percept.access.jwt.roles-claim=realm_access.roles",
                "percept.access.jwt.role-prefix=percept-");
    }

    @Test
    void shouldReadRolesFromWordsAsAScopeHasThem() {
        byTokens(
                context -> assertThat(call(
                                        context,
                                        "GET /v1/model",
                                        "Authorization",
                                        "Bearer " + issuer.token(Map.of("scope", "openid read"), 60))
                                .getStatus())
                        .isEqualTo(200),
                "percept.access.jwt.roles-claim=scope");
    }

    @Test
    void shouldTakeKeysBesideTokens() {
        byTokens(
                context -> assertThat(call(context, "GET /v1/model", "Authorization", "Bearer " + KEYS.get(Role.READ))
                                .getStatus())
                        .isEqualTo(200),
                keys().toArray(String[]::new));
    }

    @Test
    void shouldSendHeadersThatKeepThePageToItself() {
        service.run(context -> {
            MockHttpServletResponse page = call(context, "GET /");

            assertThat(page.getHeader("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-inline");
            assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.getHeader("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.getHeader("Set-Cookie")).isNull();
        });
    }

    @Test
    void shouldAnswerProbesOfTheSameHostUnderWhateverNamesAreConfigured() {
        service.withPropertyValues("percept.access.hosts=vision.example.net").run(context -> {
            assertThat(call(context, "GET http://localhost/actuator/health/readiness")
                            .getStatus())
                    .isEqualTo(200);
            assertThat(call(context, "GET http://VISION.example.net/v1/model").getStatus())
                    .isEqualTo(200);
            assertThat(call(context, "GET http://evil.example/v1/model").getStatus())
                    .isEqualTo(400);
        });
    }

    @Test
    void shouldAnswerUnderTheNamesThatAreConfiguredOnly() {
        service.withPropertyValues("percept.access.hosts=localhost,127.0.0.1").run(context -> {
            assertThat(call(context, "GET /v1/model").getStatus()).isEqualTo(200);
            MockHttpServletResponse rebound = call(context, "GET http://evil.example/v1/model");
            assertThat(rebound.getStatus()).isEqualTo(400);
            assertThat(rebound.getContentAsString()).contains("percept.access.hosts");
        });
    }

    @Test
    void shouldAnswerUnderTheLoopbackAddressThatTheOperatorHasChosen() {
        service.withPropertyValues("server.address=127.0.0.2")
                .withInitializer(context -> new LoopbackWhileOpen()
                        .postProcessEnvironment(context.getEnvironment(), new SpringApplication()))
                .run(context -> {
                    assertThat(call(context, "GET http://127.0.0.2/v1/model").getStatus())
                            .isEqualTo(200);
                    assertThat(call(context, "GET http://evil.example/v1/model").getStatus())
                            .isEqualTo(400);
                });
    }

    @Test
    void shouldOpenMetersAtAManagementPortOfItsOwn() {
        byKeys(
                context -> {
                    assertThat(at(8081, context, "/actuator/prometheus")).isEqualTo(200);
                    assertThat(at(8081, context, "/actuator/metrics")).isEqualTo(401);
                    assertThat(at(8080, context, "/actuator/prometheus")).isEqualTo(401);
                },
                "local.server.port=8080",
                "local.management.port=8081");
        byKeys(
                context -> assertThat(at(8080, context, "/actuator/prometheus")).isEqualTo(401),
                "local.server.port=8080",
                "local.management.port=8080");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    percept.access.mode=keys | access key --role enrich
                    percept.access.mode=jwt | no issuer is named
                    spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/ | set it to jwt
                    """)
    void shouldNotStartWithHalfAMode(String property, String reason) {
        service.withPropertyValues(property.strip()).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining(reason));
    }

    @Test
    void shouldNotStartOpenWithKeys() {
        service.withPropertyValues(keys().toArray(String[]::new)).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("set it to keys, or everybody would be let in"));
    }

    @Test
    void shouldNotStartByKeysAloneWithAnIssuer() {
        service.withPropertyValues(keys().toArray(String[]::new))
                .withPropertyValues(
                        "percept.access.mode=keys",
                        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + issuer.keys())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(AccessRefused.class)
                        .hasMessageContaining("set it to jwt, which takes keys too"));
    }

    @Test
    void shouldNotRepeatAKeyThatStandsInItsDigestsPlace() {
        String key = ApiKey.generate();
        service.withPropertyValues(
                        "percept.access.mode=keys",
                        "percept.access.keys[0].name=partner",
                        "percept.access.keys[0].digest=" + key,
                        "percept.access.keys[0].roles=read")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertThat(failure).rootCause().hasMessageContaining("digest of 'partner'");
                    assertThat(failure).hasStackTraceContaining("AccessRefused");
                    assertThat(org.assertj.core.util.Throwables.getStackTrace(failure))
                            .doesNotContain(key);
                });
    }

    private void byKeys(ContextConsumer<AssertableWebApplicationContext> use, String... further) {
        service.withPropertyValues("percept.access.mode=keys")
                .withPropertyValues(keys().toArray(String[]::new))
                .withPropertyValues(further)
                .run(use);
    }

    private void byTokens(ContextConsumer<AssertableWebApplicationContext> use, String... further) {
        service.withPropertyValues(
                        "percept.access.mode=jwt",
                        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + issuer.keys())
                .withPropertyValues(further)
                .run(use);
    }

    private static List<String> keys() {
        List<String> properties = new ArrayList<>();
        KEYS.forEach((role, key) -> {
            String at = "percept.access.keys[" + role.ordinal() + "].";
            properties.add(at + "name=holder-" + role);
            properties.add(at + "digest=" + ApiKey.digest(key));
            properties.add(at + "roles=" + role.label());
        });
        return properties;
    }

    private static MockHttpServletResponse call(
            AssertableWebApplicationContext context, String request, String... header) throws Exception {
        String[] words = request.split(" +");
        var call = MockMvcRequestBuilders.request(org.springframework.http.HttpMethod.valueOf(words[0]), words[1]);
        for (int i = 0; i < header.length; i += 2) {
            call.header(header[i], header[i + 1]);
        }
        return mvc(context).perform(call).andReturn().getResponse();
    }

    private static int at(int port, AssertableWebApplicationContext context, String path) throws Exception {
        return mvc(context)
                .perform(MockMvcRequestBuilders.get(path).with(request -> {
                    request.setLocalPort(port);
                    return request;
                }))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    private static MockMvc mvc(AssertableWebApplicationContext context) {
        return MockMvcBuilders.webAppContextSetup(context)
                .addFilters(context.getBean("springSecurityFilterChain", Filter.class))
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    @EnableConfigurationProperties(AccessProperties.class)
    @RestController
    static class Service {

        @RequestMapping("/**")
        String anything() {
            return "answered";
        }
    }
}

package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pinned address must not cost the proof of who answers: the certificate is checked against the name. */
class SecureFetchTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] BODY = {9, 8, 7};

    @TempDir
    private Path directory;

    private SSLContext context;
    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        context = contextOf(certificateFor("images.example"));
        server = new ScriptedServer(context.getServerSocketFactory());
        server.answer("/a.png", ScriptedServer.ok("image/png", BODY));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void shouldFetchFromTheHostOfTheCertificate() throws Exception {
        try (GuardedFetcher fetcher = fetcher()) {
            assertThat(fetcher.fetch("https://images.example:" + server.port() + "/a.png")
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(BODY);
        }
    }

    @Test
    void shouldRefuseACertificateOfAnotherHost() {
        try (GuardedFetcher fetcher = fetcher()) {
            PerceptException failure = PerceptException.of(
                    catchThrowable(() -> fetcher.fetch("https://other.example:" + server.port() + "/a.png")
                            .get(20, TimeUnit.SECONDS)));

            assertThat(failure.code()).isEqualTo(ErrorCode.FETCH_FAILED);
            assertThat(failure.isPassing()).isFalse();
            assertThat(failure).hasMessageContaining("other.example");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void shouldHoldTheDeadlineAgainstAHostThatNeverShakesHands() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                GuardedFetcher fetcher = fetcher(Duration.ofMillis(700), silent.getLocalPort())) {
            List<CompletableFuture<byte[]>> stuck = IntStream.range(0, 3)
                    .mapToObj(i -> fetcher.fetch("https://host" + i + ".example:" + silent.getLocalPort() + "/a.png"))
                    .toList();

            for (CompletableFuture<byte[]> fetch : stuck) {
                PerceptException failure = PerceptException.of(catchThrowable(() -> fetch.get(5, TimeUnit.SECONDS)));
                assertThat(failure.isPassing()).isTrue();
                assertThat(failure).hasMessageContaining("did not deliver");
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(fetcher.underWay()).isZero());
        }
    }

    private GuardedFetcher fetcher() {
        return fetcher(Duration.ofSeconds(15), server.port());
    }

    private GuardedFetcher fetcher(Duration deadline, int port) {
        FetchLimits limits = new FetchLimits(
                Duration.ofSeconds(5),
                deadline,
                100_000,
                2,
                Set.of(443),
                List.of("*.example:" + port),
                List.of(),
                2,
                8,
                0,
                new BreakerLimits(0, 1, Duration.ofSeconds(1)),
                0);
        return new GuardedFetcher(
                limits,
                FetchListener.NONE,
                host -> List.of(InetAddress.getByName("127.0.0.1")),
                context.getSocketFactory());
    }

    private Path certificateFor(String host) throws Exception {
        Path store = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    private static SSLContext contextOf(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}

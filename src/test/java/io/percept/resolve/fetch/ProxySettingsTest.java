package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy resolves names by itself, behind the guard's back, so none is used, whatever the JVM is told. */
class ProxySettingsTest extends FetcherOnLocalServer {

    private final Map<String, String> before = new HashMap<>();
    private ScriptedServer proxy;

    @BeforeEach
    void configure() throws Exception {
        proxy = new ScriptedServer();
        for (String kind : List.of("http.proxy", "https.proxy", "socksProxy")) {
            set(kind + "Host", "127.0.0.1");
            set(kind + "Port", String.valueOf(proxy.port()));
        }
        set("http.nonProxyHosts", "");
        set("java.net.useSystemProxies", "true");
    }

    @AfterEach
    void restore() throws Exception {
        before.forEach((key, value) -> {
            if (value == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, value);
            }
        });
        proxy.close();
    }

    @Test
    void shouldFetchPastTheProxy() throws Exception {
        server.answer("/a.png", ScriptedServer.ok("image/png", BODY));

        assertThat(body(allowed(), url("/a.png"))).isEqualTo(BODY);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void shouldRefuseClosedAddressesAllTheSame() {
        GuardedFetcher fetcher = fetcher(limits(List.of()), FetcherOnLocalServer::system);

        assertThat(failure(fetcher.fetch("http://127.0.0.1:" + server.port() + "/"))
                        .code())
                .isEqualTo(ErrorCode.URL_FORBIDDEN);
        assertThat(proxy.connections()).isZero();
    }

    private void set(String key, String value) {
        before.put(key, System.getProperty(key));
        System.setProperty(key, value);
    }
}

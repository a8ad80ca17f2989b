package io.percept.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Issues tokens, and publishes the key that they are checked with over HTTP. All issuers call their keys the same. */
final class TestIssuer implements AutoCloseable {

    private static final String KEY_ID = "one";

    private final RSAKey key;
    private final HttpServer server;

    TestIssuer() throws JOSEException, IOException {
        key = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
        byte[] published = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, published.length);
            exchange.getResponseBody().write(published);
            exchange.close();
        });
        server.start();
    }

    /** Where its keys are. */
    String keys() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** @param seconds until it expires; negative where it has */
    String token(Map<String, Object> claims, int seconds) throws JOSEException {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .subject("someone")
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)));
        claims.forEach(set::claim);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID).build(), set.build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

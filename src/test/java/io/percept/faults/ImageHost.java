package io.percept.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A host of images on an address of its own, with paths that behave badly: {@code /slow} sends a byte now and then,
 * {@code /endless} never stops, {@code /busy} answers 503, {@code /moved/N} leads to an image, {@code /circle} to itself. Anything
 * else that is no number is not found.
 */
final class ImageHost implements AutoCloseable {

    private static final long DRIP_NANOS = 200_000_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();

    /** @param address of the loopback network, such as 127.0.0.2 */
    ImageHost(String address) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Host and port, as the list of allowed hosts wants it. */
    String name() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    String address(String path) {
        return "http://" + name() + path;
    }

    int requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.startsWith("/slow")) {
                drip(exchange);
            } else if (path.startsWith("/endless")) {
                flood(exchange);
            } else if (path.startsWith("/busy")) {
                exchange.sendResponseHeaders(503, -1);
            } else if (path.startsWith("/moved/")) {
                redirect(exchange, path.substring("/moved".length()));
            } else if (path.startsWith("/circle")) {
                redirect(exchange, path);
            } else if (path.matches("/\\d+")) {
                image(exchange, Pictures.png(Integer.parseInt(path.substring(1))));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void image(HttpExchange exchange, byte[] png) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, png.length);
        exchange.getResponseBody().write(png);
    }

    private static void redirect(HttpExchange exchange, String path) throws IOException {
        exchange.getResponseHeaders().add("Location", path);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, 100_000);
        OutputStream body = exchange.getResponseBody();
        while (!Thread.currentThread().isInterrupted()) {
            body.write(1);
            body.flush();
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    private static void flood(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, 0);
        byte[] block = new byte[64 * 1024];
        while (!Thread.currentThread().isInterrupted()) {
            exchange.getResponseBody().write(block);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

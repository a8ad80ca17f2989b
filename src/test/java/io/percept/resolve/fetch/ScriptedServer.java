package io.percept.resolve.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;

/** A server that says byte for byte what a test wants, also what no real server library would. */
final class ScriptedServer implements AutoCloseable {

    /** What is written after a request was read; the connection is closed afterwards. */
    interface Script {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    ScriptedServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    ScriptedServer(ServerSocketFactory sockets) throws IOException {
        socket = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.submit(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    void answer(String path, Script script) {
        scripts.put(path.replace(" ", "%20"), script);
    }

    List<String> requests() {
        return requests;
    }

    long requestsTo(String path) {
        return requests.stream()
                .filter(request -> request.startsWith("GET " + path + " "))
                .count();
    }

    int connections() {
        return connections.get();
    }

    long sent() {
        return sent.get();
    }

    static Script ok(String type, byte[] body) {
        return out -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n");
            out.write(body);
        };
    }

    static Script redirect(String location) {
        return out -> write(out, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** A body without end, as fast as it is taken. */
    static Script endless() {
        return out -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n");
            byte[] block = new byte[8192];
            while (true) {
                out.write(block);
            }
        };
    }

    /** A byte now and then, never the whole: each read succeeds, the answer never comes. */
    static Script drip() {
        return out -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n");
            while (!Thread.currentThread().isInterrupted()) {
                out.write(1);
                out.flush();
                LockSupport.parkNanos(100_000_000);
            }
        };
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Void accept() throws IOException {
        while (true) {
            Socket connection = socket.accept();
            connections.incrementAndGet();
            threads.submit(() -> serve(connection));
        }
    }

    private Void serve(Socket connection) throws IOException {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
            }
            requests.add(request.toString());
            String path = request.toString().split(" ")[1];
            scripts.getOrDefault(path, out -> write(out, "HTTP/1.1 500 None\r\n\r\n"))
                    .write(new Counting(connection.getOutputStream()));
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private final class Counting extends OutputStream {

        private final OutputStream out;

        Counting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            sent.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            sent.addAndGet(length);
        }
    }
}

package io.percept.resolve.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection for one GET request, to an address that the guard has checked and to no other. No proxy and no second
 * look at the name; for https the certificate must be the host's. The JDK's HTTP client resolves names by itself, which
 * is why it is not used.
 */
final class PinnedConnection implements AutoCloseable {

    private final FetchTarget target;
    private Socket plain;
    private boolean closed;

    PinnedConnection(FetchTarget target) {
        this.target = target;
    }

    /**
     * Connects to the first address that answers and sends the request.
     *
     * @param conditions header lines, each with its line end
     */
    InputStream request(Deadline deadline, Duration connectTimeout, SSLSocketFactory tls, String conditions)
            throws IOException {
        Socket socket = connect(deadline, connectTimeout);
        if (target.address().secure()) {
            socket = secure(socket, tls);
        }
        String request = "GET " + target.address().requestPath() + " HTTP/1.1\r\nHost: "
                + target.address().hostHeader()
                + "\r\nUser-Agent: Percept\r\nAccept: image/png,image/jpeg,image/webp,image/gif,image/bmp"
                + "\r\nAccept-Encoding: identity\r\n" + conditions + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedInputStream(socket.getInputStream(), 16384);
    }

    private Socket connect(Deadline deadline, Duration connectTimeout) throws IOException {
        IOException last = null;
        for (InetAddress address : target.addresses()) {
            if (deadline.passed()) {
                throw new SocketTimeoutException("the deadline has passed");
            }
            Socket attempt = new Socket(Proxy.NO_PROXY);
            use(attempt);
            try {
                int timeout = (int) Math.min(deadline.millis(), connectTimeout.toMillis());
                attempt.connect(new InetSocketAddress(address, target.address().port()), timeout);
                return attempt;
            } catch (IOException e) {
                attempt.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secure(Socket connected, SSLSocketFactory tls) throws IOException {
        String name = target.host().replace("[", "").replace("]", "");
        SSLSocket secured =
                (SSLSocket) tls.createSocket(connected, name, target.address().port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!name.contains(":") && !name.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private synchronized void use(Socket next) throws IOException {
        if (closed) {
            next.close();
            throw new IOException("the connection was closed");
        }
        plain = next;
    }

    /**
     * Ends whatever the connection is doing; may be called from another thread, and is when the deadline passes. It is the
     * plain socket that is closed, also under TLS: TLS would first say goodbye, and so wait for a host that does not listen.
     */
    @Override
    public synchronized void close() {
        closed = true;
        if (plain == null) {
            return;
        }
        try {
            plain.close();
        } catch (IOException e) {
            // What was to be read has been read, or the reader fails on this socket and reports it.
            plain = null;
        }
    }
}

package io.percept.resolve.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.1 answer from a connection, everything bounded. Not thread-safe. */
final class HttpReader {

    private static final int MAX_LINE = 8192;
    private static final int MAX_HEADERS = 128;
    private static final int MAX_NOTES = 8;

    private final InputStream in;
    private final long maxBytes;
    private byte[] body = new byte[0];
    private int length;

    HttpReader(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    HttpResponse readHead() throws IOException {
        for (int notes = 0; notes <= MAX_NOTES; notes++) {
            String status = line();
            if (!status.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
                throw new MalformedAnswer("it does not speak HTTP/1.1");
            }
            int code = Integer.parseInt(status.substring(9, 12));
            Map<String, String> headers = readHeaders();
            // 1xx answers are notes before the answer proper.
            if (code >= 200) {
                return new HttpResponse(code, headers);
            }
        }
        throw new MalformedAnswer("it sends more than " + MAX_NOTES + " notes before its answer");
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < MAX_HEADERS; i++) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                HttpResponse.put(headers, name, line.substring(colon + 1).strip());
            }
        }
        throw new MalformedAnswer("it sends more than " + MAX_HEADERS + " headers");
    }

    /** Reads the body and refuses it as soon as it is longer than allowed. */
    byte[] readBody(HttpResponse head) throws IOException {
        if (head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) {
            readChunks();
        } else if (head.header("content-length").isPresent()) {
            readExactly(parseLength(head.header("content-length").get(), 10));
        } else {
            readToEnd();
        }
        return Arrays.copyOf(body, length);
    }

    private void readChunks() throws IOException {
        while (true) {
            String size = line();
            int extension = size.indexOf(';');
            long chunk = parseLength((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (chunk == 0) {
                return;
            }
            readExactly(chunk);
            if (!line().isEmpty()) {
                throw new MalformedAnswer("its chunks are malformed");
            }
        }
    }

    private static long parseLength(String text, int radix) throws MalformedAnswer {
        // Digits alone: no sign, and no more of them than a long holds.
        if (!text.matches(radix == 16 ? "[0-9a-fA-F]{1,15}" : "[0-9]{1,15}")) {
            throw new MalformedAnswer("it states the length '" + text + "'");
        }
        return Long.parseLong(text, radix);
    }

    private void readExactly(long count) throws IOException {
        if (count > maxBytes - length) {
            throw FetchFault.tooLarge(maxBytes);
        }
        long end = length + count;
        while (length < end) {
            if (read((int) Math.min(end - length, 16384)) < 0) {
                throw new EOFException("the connection ended before the body did");
            }
        }
    }

    private void readToEnd() throws IOException {
        while (read(16384) >= 0) {
            if (length > maxBytes) {
                throw FetchFault.tooLarge(maxBytes);
            }
        }
    }

    private int read(int wanted) throws IOException {
        if (body.length - length < wanted) {
            body = Arrays.copyOf(body, Math.max(length + wanted, (int) Math.min(body.length * 2L, maxBytes + 16384)));
        }
        int count = in.read(body, length, wanted);
        length += Math.max(count, 0);
        return count;
    }

    private String line() throws IOException {
        byte[] line = new byte[256];
        int count = 0;
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new EOFException("the connection ended before the answer did");
            }
            if (count == MAX_LINE) {
                throw new MalformedAnswer("a line of its answer is longer than " + MAX_LINE + " bytes");
            }
            line = count == line.length ? Arrays.copyOf(line, count * 2) : line;
            line[count++] = (byte) value;
        }
        int end = count > 0 && line[count - 1] == '\r' ? count - 1 : count;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
    }
}

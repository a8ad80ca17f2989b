package io.percept.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.Collection;

/**
 * A request that does not say how long its body is. Room for the longest one is held for it, and once all of it was read, as a stream or
 * as the parts of a form, for what it came to. For one request; its body is read by one thread.
 */
final class UnstatedBody extends HttpServletRequestWrapper {

    private final BodyBudget.Held room;
    private Counted body;

    UnstatedBody(HttpServletRequest request, BodyBudget.Held room) {
        super(request);
        this.room = room;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new Counted(super.getInputStream(), room);
        }
        return body;
    }

    /** The container has read all of the form by then. */
    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        Collection<Part> parts = super.getParts();
        room.shrinkTo(parts.stream().mapToLong(Part::getSize).sum());
        return parts;
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream body;
        private final BodyBudget.Held room;
        private long read;

        Counted(ServletInputStream body, BodyBudget.Held room) {
            this.body = body;
            this.room = room;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? -1 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = body.read(into, offset, length);
            count(got);
            return got;
        }

        /** @param bytes that were read; −1 at the end */
        private void count(int bytes) {
            if (bytes < 0) {
                room.shrinkTo(read);
            } else {
                read += bytes;
            }
        }

        @Override
        public int available() throws IOException {
            return body.available();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}

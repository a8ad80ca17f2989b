package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells images from all else that a host may answer. Immutable and thread-safe. */
final class AnswerReader {

    private final Consumer<Duration> pause;

    /** @param pause is told the time for which an overloaded host wants to be left alone */
    AnswerReader(Consumer<Duration> pause) {
        this.pause = pause;
    }

    /**
     * Reads an answer to its end.
     *
     * @param conditional whether it was asked for only if it has changed
     * @throws PerceptException where the answer is no image
     */
    Answer read(HttpReader reader, String host, boolean conditional) throws IOException {
        HttpResponse head = reader.readHead();
        if (head.redirects()) {
            String location = head.header("location")
                    .orElseThrow(() -> FetchFault.failed(host + " redirects without saying whereto"));
            return new Answer.Redirect(UrlGuard.parse(Percent.encodedBytes(location)));
        }
        if (head.status() == 304 && conditional) {
            return new Answer.Unchanged(head);
        }
        if (head.passes()) {
            throw overloaded(head, host);
        }
        if (head.status() != 200) {
            throw FetchFault.failed(host + " answered with status " + head.status());
        }
        checkContent(head);
        return new Answer.Body(reader.readBody(head), head);
    }

    private PerceptException overloaded(HttpResponse head, String host) {
        String said = host + " answered with status " + head.status();
        Optional<Duration> wait = RetryAfter.of(head);
        wait.ifPresent(pause);
        return FetchFault.passing(
                wait.map(time -> said + " and wants to be asked again after " + time.toSeconds() + " s")
                        .orElse(said));
    }

    private static void checkContent(HttpResponse head) {
        String type = head.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean image = type.isEmpty()
                || type.startsWith("image/")
                || type.startsWith("application/octet-stream")
                || type.startsWith("binary/octet-stream");
        if (!image) {
            throw FetchFault.wrongType(type);
        }
        String encoding = head.header("content-encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw FetchFault.failed("the image comes compressed as '" + encoding + "' though that was not asked for");
        }
    }
}

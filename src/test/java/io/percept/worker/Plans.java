package io.percept.worker;

import io.percept.contract.Decoding;
import io.percept.contract.Decoding.Strategy;
import io.percept.prompt.MinLength;
import io.percept.prompt.NoRepeatNgram;
import io.percept.prompt.SequenceConstraint;
import io.percept.prompt.StopStrings;
import io.percept.prompt.TokenSequence;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Sequences for the {@link FakeEngine}. */
final class Plans {

    private Plans() {}

    static TokenSequence text(int... ids) {
        int[] rows = new int[ids.length];
        Arrays.fill(rows, -1);
        return new TokenSequence(ids, rows, List.of());
    }

    /** A token, an image of one colour, and further tokens. */
    static TokenSequence image(int colour, int... ids) {
        int[] all = new int[1 + FakeEngine.QUERIES + ids.length];
        int[] rows = new int[all.length];
        Arrays.fill(rows, -1);
        for (int i = 0; i < FakeEngine.QUERIES; i++) {
            rows[1 + i] = i;
        }
        System.arraycopy(ids, 0, all, 1 + FakeEngine.QUERIES, ids.length);
        return new TokenSequence(all, rows, List.of(prepared(colour)));
    }

    /** Nothing but images, each of one colour. */
    static TokenSequence images(int... colours) {
        int[] rows = IntStream.range(0, colours.length * FakeEngine.QUERIES).toArray();
        return new TokenSequence(
                new int[rows.length],
                rows,
                Arrays.stream(colours).mapToObj(Plans::prepared).toList());
    }

    /** Worked examples and a document. */
    static TokenSequence afterStem(TokenSequence stem, TokenSequence document) {
        return stem.asStem().then(document, FakeEngine.QUERIES);
    }

    /** Every way to choose tokens. */
    static Arbitrary<Strategy> strategies() {
        Arbitrary<Strategy> beams = Combinators.combine(
                        Arbitraries.integers().between(1, Decoding.WIDEST_BEAM),
                        Arbitraries.of(-1.0, 0.0, 0.5, 1.0, 2.0))
                .as(Decoding.Beam::new);
        Arbitrary<Strategy> draws = Combinators.combine(
                        Arbitraries.of(0.1, 1.0, 3.0), Arbitraries.of(0.2, 0.9, 1.0), Arbitraries.longs())
                .as((temperature, topP, seed) -> new Decoding.Sampling(temperature, topP, OptionalLong.of(seed)));
        return Arbitraries.oneOf(Arbitraries.just(new Decoding.Greedy()), beams, draws);
    }

    /** Rules, none or several of them. */
    static Arbitrary<List<SequenceConstraint>> constraints() {
        Arbitrary<SequenceConstraint> each = Arbitraries.of(
                new NoRepeatNgram(1, id -> id != 15),
                new NoRepeatNgram(2, id -> true),
                new NoRepeatNgram(3, id -> true),
                new MinLength(4, FakeEngine.EOS),
                new StopStrings(List.of("no", "q", "lk"), Plans::letters));
        return each.list().ofMaxSize(2);
    }

    private static String letters(int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append((char) ('a' + id));
        }
        return text.toString();
    }

    private static PreparedImage prepared(int colour) {
        byte[] rgb = new byte[3 * FakeEngine.IMAGE_SIZE * FakeEngine.IMAGE_SIZE];
        Arrays.fill(rgb, (byte) colour);
        return new PreparedImage(ContentDigest.of(new byte[] {(byte) colour}), ImageFormat.PNG, 9, 9, rgb);
    }
}

package io.percept.worker;

import io.percept.engine.BatchProfiles;
import io.percept.engine.Bundle;
import io.percept.engine.BundleDecoder;
import io.percept.engine.BundleImage;
import io.percept.engine.BundleModeration;
import io.percept.engine.BundlePrompts;
import io.percept.engine.BundleVariant;
import io.percept.engine.DecoderRow;
import io.percept.engine.EngineFailure;
import io.percept.engine.ImageEmbedding;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.ModelEngine;
import io.percept.engine.PixelSource;
import io.percept.engine.SpecialTokens;
import io.percept.engine.TextDecoder;
import io.percept.engine.VisionEncoder;
import io.percept.prompt.CandidateScores;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An engine in memory whose cache holds the tokens themselves and whose next token is a function of the whole sequence. So
 * a row that was moved, overwritten or shared wrongly gives another outcome than {@link #expected}.
 */
class FakeEngine implements ModelEngine, TextDecoder, VisionEncoder {

    static final int VOCABULARY = 24;
    static final int EOS = 2;
    static final int QUERIES = 2;
    static final int IMAGE_SIZE = 2;
    static final int MAX_POSITIONS = 40;
    /** A call with this token in it fails. */
    static final int POISON = 23;
    /** A pixel of this value makes the encoder fail. */
    static final float BAD_PIXEL = 99;

    static final int IMAGE = 1000;

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger encodedImages = new AtomicInteger();
    final AtomicInteger newTokens = new AtomicInteger();
    final AtomicInteger copiedTokens = new AtomicInteger();
    /** Holds every call of the decoder until a permit is there; null: none is held. */
    volatile Semaphore gate;
    /** Logits by the whole sequence. */
    volatile Function<List<Integer>, float[]> model = FakeEngine::logits;

    static Bundle bundle() {
        return bundle(
                new BundleDecoder(1, 1, 1, 1, VOCABULARY, 0, MAX_POSITIONS),
                List.of(6, 12, MAX_POSITIONS),
                new BatchProfiles(List.of(4), List.of(4), List.of(4)));
    }

    /** The same with keys and values of several layers and heads, and rows as long as a device likes them. */
    static Bundle deviceBundle() {
        return bundle(
                new BundleDecoder(1, 2, 2, 4, VOCABULARY, 0, MAX_POSITIONS),
                List.of(8, 16, MAX_POSITIONS),
                new BatchProfiles(List.of(4), List.of(1, 4), List.of(1, 2, 4)));
    }

    private static final BundleVariant FP32 = BundleVariant.standard("fp32");

    private static Bundle bundle(BundleDecoder decoder, List<Integer> capacities, BatchProfiles profiles) {
        BundlePrompts none = new BundlePrompts("", "", "", "", "", "", "", "", "", "", "", "");
        return new Bundle(
                Path.of("none"),
                "digest",
                "fake",
                "1",
                FP32,
                new BundleImage(IMAGE_SIZE, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f), "bicubic", QUERIES),
                decoder,
                capacities,
                profiles,
                new SpecialTokens(1, 0, EOS, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
                32,
                none,
                new BundleModeration(List.of("yes", "no"), 1, Map.of()),
                "none",
                List.of("en"),
                Map.of(),
                List.of(FP32));
    }

    /** The outcome of a plan by itself; null where it must fail. */
    static TokenOutcome expected(TokenPlan plan) {
        List<Integer> tokens = tokens(plan.prefix());
        tokens.addAll(tokens(plan.prompt()));
        if (tokens.contains(POISON)) {
            return null;
        }
        return switch (plan) {
            case GenerationPlan generation -> new ReferenceSearch(FakeEngine::logits, EOS, POISON)
                    .generate(tokens, generation);
            case ScoringPlan scoring -> score(tokens, scoring);
        };
    }

    private static CandidateScores score(List<Integer> prompt, ScoringPlan plan) {
        double[] means = new double[plan.candidates().size()];
        for (int i = 0; i < means.length; i++) {
            List<Integer> tokens = new ArrayList<>(prompt);
            int[] candidate = plan.candidates().get(i);
            for (int at = 0; at < candidate.length; at++) {
                means[i] += new Logits(logits(tokens), VOCABULARY).logProbability(0, candidate[at]) / candidate.length;
                tokens.add(candidate[at]);
                if (candidate[at] == POISON && at < candidate.length - 1) {
                    return null;
                }
            }
        }
        return new CandidateScores(means);
    }

    private static List<Integer> tokens(TokenSequence sequence) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < sequence.length(); i++) {
            int row = sequence.imageRows()[i];
            tokens.add(
                    row < 0
                            ? sequence.ids()[i]
                            : imageToken(sequence.images().get(row / QUERIES).rgb()[0] & 0xFF, row % QUERIES));
        }
        return tokens;
    }

    private static int imageToken(int pixel, int query) {
        return IMAGE + pixel * QUERIES + query;
    }

    static float[] logits(List<Integer> tokens) {
        Random random = new Random(tokens.hashCode());
        float[] logits = new float[VOCABULARY];
        for (int i = 0; i < logits.length; i++) {
            // In steps, so that there are equals.
            logits[i] = random.nextInt(8) / 8f;
        }
        logits[EOS] += 0.02f;
        // Poison is for the test to place, not for the model to say.
        logits[POISON] = -40;
        return logits;
    }

    @Override
    public VisionEncoder encoder() {
        return this;
    }

    @Override
    public TextDecoder decoder() {
        return this;
    }

    @Override
    public String identity() {
        return "fake";
    }

    @Override
    public KeyValueCache newCache(int capacity, int rows) {
        return new Rows(capacity, rows, copiedTokens);
    }

    @Override
    public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
        calls.incrementAndGet();
        Semaphore held = gate;
        if (held != null) {
            held.acquireUninterruptibly();
        }
        boolean past = rows.stream().anyMatch(row -> row.past() > 0);
        List<List<Integer>> news = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            DecoderRow row = rows.get(i);
            if (past && row.cacheRow() != rows.getFirst().cacheRow() + i) {
                throw new IllegalArgumentException("Rows apart");
            }
            List<Integer> tokens = new ArrayList<>(row.past() == 0 ? List.of() : ((Rows) cache).read(row));
            List<Integer> added = new ArrayList<>();
            for (int at = row.from(); at < row.from() + row.count(); at++) {
                int token = token(row, at);
                if (token == POISON) {
                    throw new EngineFailure("poison", null);
                }
                tokens.add(token);
                added.add(token);
                if (row.everyLogit() || at == row.from() + row.count() - 1) {
                    logits.add(model.apply(tokens));
                }
            }
            news.add(added);
            newTokens.addAndGet(row.count());
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).keep()) {
                ((Rows) cache).write(rows.get(i), news.get(i));
            }
        }
        float[] all = new float[logits.size() * VOCABULARY];
        for (int i = 0; i < logits.size(); i++) {
            System.arraycopy(logits.get(i), 0, all, i * VOCABULARY, VOCABULARY);
        }
        return new Logits(all, VOCABULARY);
    }

    private static int token(DecoderRow row, int at) {
        int image = row.imageRows().length == 0 ? -1 : row.imageRows()[at];
        return image < 0
                ? row.ids()[at]
                : imageToken((int) row.images().get(image / QUERIES).values()[0], image % QUERIES);
    }

    @Override
    public int maxBatch() {
        return 4;
    }

    @Override
    public List<ImageEmbedding> encode(List<? extends PixelSource> images) {
        List<ImageEmbedding> embeddings = new ArrayList<>();
        for (PixelSource image : images) {
            FloatBuffer pixels = FloatBuffer.allocate(3 * IMAGE_SIZE * IMAGE_SIZE);
            image.writeTo(pixels);
            float value = Math.round(pixels.get(0) * 255);
            if (value == BAD_PIXEL) {
                throw new EngineFailure("bad pixel", null);
            }
            embeddings.add(new ImageEmbedding(new float[] {value, value}, QUERIES, 1));
        }
        encodedImages.addAndGet(images.size());
        return embeddings;
    }

    @Override
    public void close() {}

    /** A cache of tokens. Tokens behind a row's length are kept, as they are in a real one. */
    private record Rows(int capacity, int rows, int[][] tokens, AtomicInteger copied) implements KeyValueCache {

        Rows(int capacity, int rows, AtomicInteger copied) {
            this(capacity, rows, new int[rows][capacity], copied);
        }

        List<Integer> read(DecoderRow row) {
            return Arrays.stream(tokens[row.cacheRow()], 0, row.past()).boxed().toList();
        }

        void write(DecoderRow row, List<Integer> added) {
            for (int i = 0; i < added.size(); i++) {
                tokens[row.cacheRow()][row.past() + i] = added.get(i);
            }
        }

        @Override
        public void copyTokens(KeyValueCache from, int fromRow, int toRow, int first, int count) {
            System.arraycopy(((Rows) from).tokens[fromRow], first, tokens[toRow], first, count);
            copied.addAndGet(count);
        }

        @Override
        public void close() {}
    }
}

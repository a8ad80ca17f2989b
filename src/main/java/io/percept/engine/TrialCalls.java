package io.percept.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Decoder calls by which an engine is timed: prompts of a grey image and six tokens, and steps that follow them. Immutable. */
public final class TrialCalls {

    private static final int TEXT = 6;

    private final SpecialTokens tokens;
    private final ImageEmbedding image;
    private final int length;

    /** @param engine encodes the image; must not be in use */
    public TrialCalls(Bundle bundle, ModelEngine engine) {
        this.tokens = bundle.specialTokens();
        this.image = engine.encoder()
                .encode(List.of(PixelSource.grey(bundle.image())))
                .getFirst();
        this.length = image.queries() + TEXT;
    }

    /** Prompts, in as many rows of a cache, from the first on. */
    public List<DecoderRow> prompts(int rows) {
        int[] ids = new int[length];
        int[] imageRows = new int[length];
        Arrays.fill(ids, tokens.imagePad());
        Arrays.setAll(imageRows, i -> i < image.queries() ? i : -1);
        return IntStream.range(0, rows)
                .mapToObj(row -> DecoderRow.prompt(ids, imageRows, List.of(image), 0, row))
                .toList();
    }

    /** The first steps after {@link #prompts}. */
    public List<DecoderRow> steps(int rows) {
        int[] ids = {tokens.bos()};
        return IntStream.range(0, rows)
                .mapToObj(row -> DecoderRow.step(ids, 0, length, row))
                .toList();
    }
}

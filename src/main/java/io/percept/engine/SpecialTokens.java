package io.percept.engine;

/**
 * Ids of the tokens that are not text.
 *
 * @param patchFirst id of the first location token; the others follow in row order of the location grid
 */
public record SpecialTokens(
        int pad,
        int bos,
        int eos,
        int unk,
        int imageStart,
        int imageEnd,
        int imagePad,
        int phraseStart,
        int phraseEnd,
        int objectStart,
        int objectEnd,
        int boxDelimiter,
        int grounding,
        int patchFirst) {

    /** Whether a token is one of these; location tokens are not asked about. */
    public boolean isMark(int id) {
        return id == pad
                || id == bos
                || id == eos
                || id == unk
                || id == imageStart
                || id == imageEnd
                || id == imagePad
                || id == phraseStart
                || id == phraseEnd
                || id == objectStart
                || id == objectEnd
                || id == boxDelimiter
                || id == grounding;
    }
}

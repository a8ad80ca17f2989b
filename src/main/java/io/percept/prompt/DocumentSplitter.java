package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a document into windows that fit. A window ends, as late as it can, where a reader would pause: between turns or
 * paragraphs, else before an image, else after a sentence, else between words; never right behind an image, whose
 * alternative text or caption follows, where there is another place in the second half of the window. An animation is in one
 * window, unless its frames do not fit into one together. Windows do not overlap and leave nothing out. Thread-safe.
 */
final class DocumentSplitter {

    /** Where every part has to be looked at, this bounds what one event may cost. */
    static final int MAX_WINDOWS = 64;

    private final DocumentFitter fitter;
    private final DocumentAtoms atoms;

    DocumentSplitter(DocumentFitter fitter) {
        this.fitter = fitter;
        this.atoms = new DocumentAtoms(fitter);
    }

    /**
     * @param limit tokens of a window
     * @return one window where the document fits
     * @throws PerceptException {@link ErrorCode#TOO_LONG} if there is no room at all, an image alone does not fit, or there were too many
     *     windows
     */
    List<DocumentWindow> split(Document document, int limit) {
        if (fitter.fits(document, limit)) {
            return List.of(DocumentWindow.whole(document, fitter.length(document)));
        }
        if (limit < 1) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "The question, the examples and the answer take all of the context of the model, and leave no room for a document: send a shorter question or fewer examples.");
        }
        // Before the work of splitting, and before that of reading where the characters say so. Twice, since the pieces
        // of a text may have a
        // few tokens less than the whole.
        long least = fitter.least(document);
        long length = least > 2L * MAX_WINDOWS * limit ? least : fitter.length(document);
        if (length > 2L * MAX_WINDOWS * limit) {
            throw tooLong(length, Math.ceilDiv(length, limit));
        }
        long most = (long) MAX_WINDOWS * limit;
        List<DocumentAtoms.Atom> all = atoms.of(document, limit, most);
        if (all.stream().mapToLong(DocumentAtoms.Atom::tokens).sum() > most) {
            throw tooLong(length, MAX_WINDOWS + 1);
        }
        List<DocumentWindow> windows = new ArrayList<>();
        int start = 0;
        while (start < all.size()) {
            int end = end(all, start, limit);
            windows.add(DocumentWindow.of(document, all.subList(start, end)));
            start = end;
        }
        if (windows.size() > MAX_WINDOWS) {
            throw tooLong(length, windows.size());
        }
        return windows;
    }

    private static PerceptException tooLong(long tokens, long windows) {
        return new PerceptException(
                ErrorCode.TOO_LONG,
                "The document takes at least %d tokens and would be looked at in at least %d parts, at most %d are: split it into several events."
                        .formatted(tokens, windows, MAX_WINDOWS));
    }

    private static int end(List<DocumentAtoms.Atom> atoms, int start, int limit) {
        int tokens = 0;
        int best = -1;
        int end = start;
        while (end < atoms.size() && tokens + atoms.get(end).tokens() <= limit) {
            tokens += atoms.get(end++).tokens();
            boolean secondHalf = 2 * tokens >= limit;
            if (end < atoms.size() && secondHalf && (best < 0 || isBetter(atoms, end, best))) {
                best = end;
            }
        }
        if (end == start) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "An image or a word takes %d tokens, but only %d are free beside the examples, the question and the answer: send fewer examples or a shorter question."
                            .formatted(atoms.get(start).tokens(), Math.max(0, limit)));
        }
        return end == atoms.size() || best < 0 ? end : best;
    }

    private static boolean isBetter(List<DocumentAtoms.Atom> atoms, int end, int best) {
        return atoms.get(end).pause().compareTo(atoms.get(best).pause()) >= 0;
    }
}

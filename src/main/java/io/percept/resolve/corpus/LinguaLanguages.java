package io.percept.resolve.corpus;

import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Languages by Lingua's n-grams, loaded at the first text. It looks for the languages that web pages are mostly in, so that
 * a page in a rare one may be taken for a related language; with trigrams alone, which is enough for a page's text and keeps
 * the models small. Thread-safe.
 */
public final class LinguaLanguages implements LanguageGuess {

    /** Characters that are enough, and what one text may cost. */
    private static final int ENOUGH = 2_000;

    /** Shorter ones are names and headings, of which one cannot tell. */
    private static final int SHORTEST = 20;

    private static final Language[] COMMON = {
        Language.ENGLISH, Language.GERMAN, Language.FRENCH, Language.SPANISH, Language.PORTUGUESE, Language.ITALIAN,
        Language.DUTCH, Language.POLISH, Language.TURKISH, Language.INDONESIAN, Language.VIETNAMESE, Language.RUSSIAN,
        Language.ARABIC, Language.PERSIAN, Language.CHINESE, Language.JAPANESE, Language.KOREAN, Language.HINDI
    };

    /** What it can say of a text, in the order of the alphabet. */
    static final SortedSet<String> CODES = Collections.unmodifiableSortedSet(
            Arrays.stream(COMMON).map(LinguaLanguages::code).collect(Collectors.toCollection(TreeSet::new)));

    private LanguageDetector detector;

    @Override
    public Optional<String> of(String text) {
        if (text.strip().length() < SHORTEST) {
            return Optional.empty();
        }
        Language language = detector().detectLanguageOf(text.substring(0, Math.min(text.length(), ENOUGH)));
        return language == Language.UNKNOWN ? Optional.empty() : Optional.of(code(language));
    }

    private static String code(Language language) {
        return language.getIsoCode639_1().toString().toLowerCase(Locale.ROOT);
    }

    private synchronized LanguageDetector detector() {
        if (detector == null) {
            detector = LanguageDetectorBuilder.fromLanguages(COMMON)
                    .withLowAccuracyMode()
                    .build();
        }
        return detector;
    }
}

package io.percept.prompt;

import io.percept.contract.LowerCase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the window of a document that a question is most likely about: the one that shares most of the question's words,
 * rare ones counting for more; a question about something seen prefers windows with a picture. The first of equal ones.
 */
final class WindowRelevance {

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Set<String> COMMON = Set.of(
            "the", "and", "for", "are", "was", "were", "what", "which", "who", "whom", "whose", "when", "where", "why",
            "how", "does", "did", "this", "that", "these", "those", "there", "with", "from", "has", "have", "any",
            "can");
    private static final Set<String> SEEN = Set.of(
            "image",
            "images",
            "picture",
            "pictures",
            "photo",
            "photos",
            "shown",
            "show",
            "shows",
            "see",
            "seen",
            "color",
            "colour",
            "background",
            "drawn",
            "look",
            "looks",
            "written");

    private WindowRelevance() {}

    /** @return the position of the most relevant window */
    static int best(String question, List<DocumentWindow> windows) {
        Set<String> asked = words(question);
        boolean looks = asked.stream().anyMatch(SEEN::contains);
        asked.removeAll(SEEN);
        List<Set<String>> texts =
                windows.stream().map(window -> words(text(window.document()))).toList();
        int best = 0;
        double highest = -1;
        for (int i = 0; i < windows.size(); i++) {
            double score = looks && !windows.get(i).document().images().isEmpty() ? 1 : 0;
            for (String word : asked) {
                score += texts.get(i).contains(word) ? rarity(word, texts) : 0;
            }
            if (score > highest) {
                best = i;
                highest = score;
            }
        }
        return best;
    }

    private static double rarity(String word, List<Set<String>> texts) {
        long holding = texts.stream().filter(words -> words.contains(word)).count();
        return Math.log(1 + (double) texts.size() / holding);
    }

    private static String text(Document document) {
        StringBuilder text = new StringBuilder();
        for (Part part : document.parts()) {
            if (part instanceof TextPart words) {
                text.append(words.text()).append(' ');
            }
        }
        return text.toString();
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        for (String word : WORDS.split(LowerCase.letters(text))) {
            if (word.length() > 2 && !COMMON.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }
}

package io.percept.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The special tokens that begin with an angle bracket, as a tree of their characters: whether one stands in a text is seen in a single
 * pass, however many there are and however many brackets the text has. Immutable once made, and thread-safe.
 */
final class TokenMarks {

    private static final char BRACKET = '<';

    /** What follows the bracket. */
    private final Node first = new Node();

    /** The tokens whose beginning has been read. */
    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private boolean ends;
    }

    /** @param tokens those that do not begin with a bracket are passed over */
    TokenMarks(Collection<String> tokens) {
        for (String token : tokens) {
            if (token.length() > 1 && token.charAt(0) == BRACKET) {
                Node node = first;
                for (int i = 1; i < token.length(); i++) {
                    node = node.next.computeIfAbsent(token.charAt(i), c -> new Node());
                }
                node.ends = true;
            }
        }
    }

    /** The text with a space behind the bracket of each token in it; of two that begin at the same place, the longer one counts. */
    String brokenUp(String text) {
        StringBuilder broken = new StringBuilder();
        int written = 0;
        int bracket = text.indexOf(BRACKET);
        while (bracket >= 0) {
            int from = bracket + 1;
            int end = end(text, from);
            if (end > from) {
                broken.append(text, written, from).append(' ');
                written = from;
                from = end;
            }
            bracket = text.indexOf(BRACKET, from);
        }
        return written == 0 ? text : broken.append(text, written, text.length()).toString();
    }

    /** Behind the longest token whose bracket stands before a place, or the place itself where there is none. */
    private int end(String text, int from) {
        int end = from;
        Node node = first;
        for (int at = from; at < text.length(); at++) {
            node = node.next.get(text.charAt(at));
            if (node == null) {
                break;
            }
            end = node.ends ? at + 1 : end;
        }
        return end;
    }
}

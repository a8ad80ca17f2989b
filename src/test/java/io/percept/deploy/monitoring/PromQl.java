package io.percept.deploy.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expression of Prometheus, as much of the language as dashboards and alerts of ours use: selectors, ranges,
 * offsets, functions, aggregations, binary operators with their matching. Prometheus itself refuses more (types of
 * arguments); whoever has promtool should ask it.
 */
public final class PromQl {

    /**
     * A selector.
     *
     * @param metric the name
     * @param labels the labels that its matchers name
     */
    public record Selector(String metric, Set<String> labels) {}

    /**
     * What an expression uses.
     *
     * @param selectors in order
     * @param grouped labels of by, on and group_left
     */
    public record Use(List<Selector> selectors, Set<String> grouped) {}

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<number>[0-9]+(?:\\.[0-9]+)?(?![a-zA-Z0-9]))|(?<duration>[0-9]+(?:ms|[smhdwy])(?:[0-9]+[smh])*)"
                    + "|(?<word>[$a-zA-Z_:][a-zA-Z0-9_:]*)|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
                    + "|(?<sign>!=|=~|!~|==|>=|<=|[-+*/%^<>(){}\\[\\],=]))\\s*");
    private static final Set<String> AGGREGATIONS =
            Set.of("sum", "min", "max", "avg", "count", "topk", "bottomk", "quantile", "stddev", "group");
    private static final Set<String> FUNCTIONS = Set.of(
            "rate",
            "irate",
            "increase",
            "delta",
            "deriv",
            "histogram_quantile",
            "avg_over_time",
            "max_over_time",
            "min_over_time",
            "sum_over_time",
            "absent",
            "clamp_min",
            "clamp_max",
            "scalar",
            "vector",
            "time",
            "round");
    private static final Set<String> OPERATORS =
            Set.of("+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless");
    private static final Set<String> MATCHERS = Set.of("=", "!=", "=~", "!~");

    private final List<String> tokens;
    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> grouped = new TreeSet<>();
    private int next;

    private PromQl(List<String> tokens) {
        this.tokens = tokens;
    }

    /** @throws IllegalArgumentException saying where the expression is wrong */
    public static Use read(String expression) {
        PromQl reader = new PromQl(tokens(expression));
        reader.expression();
        if (reader.next < reader.tokens.size()) {
            throw reader.wrong("an operator or the end");
        }
        return new Use(List.copyOf(reader.selectors), Set.copyOf(reader.grouped));
    }

    private static List<String> tokens(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        int end = 0;
        while (end < expression.length()) {
            matcher.region(end, expression.length());
            if (!matcher.lookingAt()) {
                throw new IllegalArgumentException("Cannot be read from here: " + expression.substring(end));
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        return tokens;
    }

    private void expression() {
        operand();
        while (next < tokens.size() && OPERATORS.contains(peek())) {
            next++;
            take("bool");
            if (take("on") || take("ignoring")) {
                labels();
                if (take("group_left") || take("group_right")) {
                    if (peek().equals("(")) {
                        labels();
                    }
                }
            }
            operand();
        }
    }

    private void operand() {
        take("-");
        String token = peek();
        if (take("(")) {
            expression();
            expect(")");
        } else if (token.matches("[0-9].*")) {
            next++;
        } else if (AGGREGATIONS.contains(token)) {
            next++;
            aggregation();
        } else if (FUNCTIONS.contains(token)) {
            next++;
            arguments();
        } else if (token.matches("[a-zA-Z_:].*") && !OPERATORS.contains(token)) {
            next++;
            selector(token);
        } else {
            throw wrong("an operand");
        }
        modifiers();
    }

    private void aggregation() {
        boolean before = take("by") || take("without");
        if (before) {
            labels();
        }
        arguments();
        if (!before && (take("by") || take("without"))) {
            labels();
        }
    }

    private void arguments() {
        expect("(");
        if (!take(")")) {
            do {
                expression();
            } while (take(","));
            expect(")");
        }
    }

    private void selector(String metric) {
        if (peek().equals("(")) {
            throw new IllegalArgumentException("'" + metric + "' is no function that we know");
        }
        Set<String> labels = new TreeSet<>();
        if (take("{")) {
            while (!take("}")) {
                labels.add(word());
                if (!MATCHERS.contains(peek())) {
                    throw wrong("a matcher");
                }
                next++;
                if (!peek().startsWith("\"")) {
                    throw wrong("a text in quotation marks");
                }
                next++;
                if (!peek().equals("}")) {
                    expect(",");
                }
            }
        }
        selectors.add(new Selector(metric, labels));
    }

    private void modifiers() {
        if (take("[")) {
            duration();
            expect("]");
        }
        if (take("offset")) {
            duration();
        }
    }

    private void duration() {
        if (!peek().matches("[0-9]+[a-z].*|\\$__(rate_)?interval|\\$__range")) {
            throw wrong("a duration");
        }
        next++;
    }

    private void labels() {
        expect("(");
        while (!take(")")) {
            grouped.add(word());
            if (!peek().equals(")")) {
                expect(",");
            }
        }
    }

    private String word() {
        if (!peek().matches("[a-zA-Z_]\\w*")) {
            throw wrong("a label");
        }
        return tokens.get(next++);
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private boolean take(String token) {
        boolean there = peek().equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong("'" + token + "'");
        }
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException("%s is wanted after '%s', not '%s'"
                .formatted(wanted, String.join(" ", tokens.subList(0, next)), peek()));
    }
}

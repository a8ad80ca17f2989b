package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenMarksTest {

    private static final List<String> TOKENS = List.of("<a>", "<ab>", "<abc", "<abc>", "<<x>", "<", "plain", "b>");

    private final TokenMarks marks = new TokenMarks(TOKENS);

    @Test
    void shouldBreakUpEachToken() {
        assertThat(marks.brokenUp("say <a> and <ab><abc and plain b>"))
                .isEqualTo("say < a> and < ab>< abc and plain b>");
    }

    @Test
    void shouldLeaveATextAsItIsThatHoldsNone() {
        String text = "1 < 2, <b>bold</b>, <a";

        assertThat(marks.brokenUp(text)).isSameAs(text);
    }

    @Test
    void shouldFindWhatAPatternOfAllTokensFinds() {
        Pattern all = Pattern.compile(TOKENS.stream()
                .filter(token -> token.length() > 1 && token.startsWith("<"))
                .map(token -> token.substring(1))
                .sorted((one, other) -> other.length() - one.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "<(", ")")));
        Random random = new Random(7);
        for (int tries = 0; tries < 2_000; tries++) {
            String text = IntStream.range(0, 20)
                    .mapToObj(i -> String.valueOf("<<ab>cx ".charAt(random.nextInt(8))))
                    .collect(Collectors.joining());

            assertThat(marks.brokenUp(text)).isEqualTo(all.matcher(text).replaceAll("< $1"));
        }
    }
}
